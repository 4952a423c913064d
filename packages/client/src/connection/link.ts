import type { ClientFrame, Hello, ServerFrame } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { createTimer } from "../timer.ts";
import type { WebSocketLike } from "../web-types.ts";
import { answerWithinMs, createHeartbeat } from "./heartbeat.ts";
import { type Answer, createRequests } from "./requests.ts";
import { openSocket, type Socket } from "./socket.ts";

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

/** Opens a link. It is judged dead when it does not open, does not say hello, or leaves a ping unanswered. */
export function openLink(deps: LinkDeps, url: string): Link {
  const { clock } = deps;
  let ended = false;
  let up = false;
  const requests = createRequests(clock);
  const down = () => {
    if (ended) return;
    link.close();
    deps.onDown(link);
  };
  const patience = createTimer(clock);
  patience.set(openWithinMs, down);
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
    send: (frame) => !ended && (socket?.send(frame) ?? false),
    ask: (frame) => requests.ask(link.send, frame),
    isEnded: () => ended,
    probe: () => {
      if (up && !ended) heartbeat.probe();
    },
    close: () => {
      ended = true;
      patience.clear();
      heartbeat.stop();
      socket?.close();
      requests.failAll();
    },
  };
  const socket: Socket | undefined = openSocket(
    {
      WebSocket: deps.WebSocket,
      log: deps.log,
      onFrame,
      onOpen: () => {
        patience.set(answerWithinMs, down);
        deps.greet(link);
      },
      onClose: down,
    },
    url,
  );
  return link;
}
