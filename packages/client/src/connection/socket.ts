import type { ClientFrame, ServerFrame } from "@parley/protocol";
import type { Log } from "../log.ts";
import { parseJson } from "../parse-json.ts";
import type { WebSocketLike } from "../web-types.ts";

export interface Socket {
  /** Hands a frame to the platform; false when the socket cannot take it. */
  send(frame: ClientFrame): boolean;
  /** Ends the socket; nothing is told after it. */
  close(): void;
}

export interface SocketDeps {
  readonly WebSocket: new (url: string) => WebSocketLike;
  readonly log: Log;
  onOpen(): void;
  onFrame(frame: ServerFrame): void;
  /** Told once, when the socket failed or was closed by the other side. */
  onClose(): void;
}

const readyStateOpen = 1;

/** A WebSocket that speaks frames. It knows nothing of what they mean. */
export function openSocket(deps: SocketDeps, url: string): Socket {
  const socket = new deps.WebSocket(url);
  let isEnded = false;
  socket.addEventListener("open", () => {
    if (!isEnded) deps.onOpen();
  });
  socket.addEventListener("message", ({ data }) => {
    if (isEnded) return;
    const frame = readFrame(data);
    if (frame === undefined) deps.log("debug", "a frame of unknown form was ignored");
    else deps.onFrame(frame);
  });
  // An error is always followed by a close, which is what counts; unheard, it would end a Node process.
  socket.addEventListener("error", () => undefined);
  socket.addEventListener("close", () => {
    if (isEnded) return;
    isEnded = true;
    deps.onClose();
  });
  return {
    send: (frame) => {
      if (isEnded || socket.readyState !== readyStateOpen) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close: () => {
      isEnded = true;
      socket.close();
    },
  };
}

/** Undefined for what is not a frame of this protocol, such as the gateway's own notes without a `type`. */
function readFrame(data: unknown): ServerFrame | undefined {
  const value = parseJson(data) as ServerFrame | null | undefined;
  return typeof value?.type === "string" ? value : undefined;
}
