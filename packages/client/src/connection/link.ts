import type { ClientFrame, Hello, ServerFrame } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { parseJson } from "../parse-json.ts";
import { createTimer } from "../timer.ts";
import type { WebSocketLike } from "../web-types.ts";
import { answerWithinMs, createHeartbeat } from "./heartbeat.ts";
import { type Answer, createRequests } from "./requests.ts";

/** One socket from its opening to its end. */
export interface Link {
  send(frame: ClientFrame): boolean;
  /** Sends a frame and waits for its answer. Rejects with a `ParleyError`, at the latest when the link ends. */
  ask(frame: ClientFrame): Promise<Answer>;
  isEnded(): boolean;
  /** Asks whether the other side lives, unless that is being asked already. */
  probe(): void;
  /** Ends it quietly: `onDown` is not told. */
  close(): void;
}

export interface LinkDeps {
  readonly WebSocket: new (url: string) => WebSocketLike;
  readonly clock: Clock;
  readonly log: Log;
  /** The next ping's frame. */
  pingFrame(): ClientFrame;
  /** The socket is open: say what makes the service answer `hello`. */
  greet(link: Link): void;
  /** The service has said `hello`. */
  onUp(link: Link, hello: Hello): void;
  onFrame(frame: ServerFrame): void;
  onDown(link: Link): void;
}

const openWithinMs = 15_000;
const readyStateOpen = 1;

/** Opens a link. It is judged dead when it does not open, does not say hello, or leaves a ping unanswered. */
export function openLink(deps: LinkDeps, url: string): Link {
  const { clock } = deps;
  const socket = new deps.WebSocket(url);
  let ended = false;
  let up = false;
  const requests = createRequests(clock);
  const down = () => {
    if (ended) return;
    link.close();
    deps.onDown(link);
  };
  const patience = createTimer(clock);
  const heartbeat = createHeartbeat({
    clock,
    ping: () => link.send(deps.pingFrame()),
    onDead: down,
  });
  const onFrame = (frame: ServerFrame) => {
    heartbeat.alive();
    if (frame.type === "hello" && !up) {
      up = true;
      patience.clear();
      heartbeat.start();
      deps.onUp(link, frame);
    }
    requests.settle(frame);
    if (!ended) deps.onFrame(frame);
  };
  const link: Link = {
    send: (frame) => {
      if (ended || socket.readyState !== readyStateOpen) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    ask: (frame) => requests.ask(link.send, frame),
    isEnded: () => ended,
    probe: () => {
      if (up) heartbeat.probe();
    },
    close: () => {
      ended = true;
      patience.clear();
      heartbeat.stop();
      socket.close();
      requests.failAll();
    },
  };
  patience.set(openWithinMs, down);
  socket.addEventListener("open", () => {
    if (ended) return;
    patience.set(answerWithinMs, down);
    deps.greet(link);
  });
  socket.addEventListener("message", ({ data }) => {
    if (ended) return;
    const frame = parseJson(data) as ServerFrame | null | undefined;
    if (typeof frame?.type === "string") onFrame(frame);
    // Such as the gateway's own notes, which have no `type`.
    else deps.log("debug", "an unknown frame");
  });
  // An error is always followed by a close, which is what counts; unheard, it would end a Node process.
  socket.addEventListener("error", () => undefined);
  socket.addEventListener("close", down);
  return link;
}
