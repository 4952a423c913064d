import type { ClientFrame, Hello, ServerFrame, TicketAnswer } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { asParleyError } from "../parley-error.ts";
import type { Store } from "../store.ts";
import type { Surroundings } from "../surroundings.ts";
import { createTimer } from "../timer.ts";
import type { WebSocketLike } from "../web-types.ts";
import type { ConnectionState } from "./connection-state.ts";
import { type Link, openLink } from "./link.ts";
import { createRetryPlan } from "./retry-plan.ts";

export interface ConnectionDeps {
  readonly WebSocket: (new (url: string) => WebSocketLike) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly surroundings: Surroundings;
  readonly log: Log;
  readonly state: Store<ConnectionState>;
  /** A one-use ticket and where it is taken. */
  ticket(signal: AbortSignal): Promise<TicketAnswer>;
  pingFrame(): ClientFrame;
  /** A socket is open: subscribe, or ping. */
  greet(link: Link): void;
  /** The service said hello; frames may be sent. Also told when a planned successor takes over. */
  onUp(link: Link, hello: Hello): void;
  /** The connection is gone; a successor is on its way, or `state` says why not. */
  onDown(): void;
  onFrame(frame: ServerFrame): void;
}

/**
 * The gateway ends a connection after 2 hours; its successor is opened between 1 h 40 and 1 h 45. The
 * spread keeps clients that came together from coming back together.
 */
export const replaceAfterMs = 105 * 60_000;
export const replaceSpreadMs = 5 * 60_000;
/** How long the predecessor still listens: answers on their way to it arrive. */
const lingerMs = 5_000;
const replaceRetryMs = 30_000;

export interface Connection {
  /** The link to send on; undefined while there is none. */
  link(): Link | undefined;
  /** @throws {TypeError} where there is no WebSocket. */
  connect(): void;
  /** Ends it and stays away; `next` says why. */
  stop(next: ConnectionState): void;
  /** Stops and lets go of the surroundings. */
  close(): void;
}

interface Opening {
  readonly abort: AbortController;
  link?: Link;
}

/**
 * Keeps one connection alive: ticket, socket, hello; after a loss a new one with jittered backoff; before
 * the gateway's time is up, a successor first. A new ticket for every socket, for each works once.
 */
// oxlint-disable-next-line max-lines-per-function -- its functions are short, and share the state that stands above them
export function createConnection(deps: ConnectionDeps): Connection {
  const { WebSocket, clock, random, state, surroundings } = deps;
  const plan = createRetryPlan(deps);
  /** Until the next socket is opened: the next try, or the successor of the current link. */
  const openTimer = createTimer(clock);
  const lingerTimer = createTimer(clock);
  let isWanted = false;
  let current: Link | undefined;
  let lingering: Link | undefined;
  let opening: Opening | undefined;

  const endOpening = () => {
    opening?.abort.abort();
    opening?.link?.close();
    opening = undefined;
  };
  const endLingering = () => {
    lingerTimer.clear();
    lingering?.close();
    lingering = undefined;
  };
  const setReconnecting = (retryAt: number | undefined) => {
    const reason = plan.isLimited() ? "limited" : "lost";
    state.set({ status: "reconnecting", reason, attempt: plan.attempt, retryAt });
  };
  const retryIn = (ms: number) => {
    setReconnecting(ms > 0 ? clock.now() + ms : undefined);
    if (ms > 0) openTimer.set(ms, () => retryIn(0));
    else void open();
  };
  /** The network or what is seen of the page changed: no reason to wait out the backoff. */
  const retryNow = () => {
    if (isWanted && current === undefined && opening === undefined) retryIn(plan.waitMs());
  };
  const retryLater = () => {
    if (!isWanted) return;
    const inMs = plan.failed();
    if (inMs === undefined) {
      state.set({ status: "paused" });
      return;
    }
    retryIn(inMs);
    if (!surroundings.isOnline()) state.set({ status: "offline" });
  };
  const planSuccessor = (inMs: number) => openTimer.set(inMs, () => void open());
  const afterFailure = () => {
    if (current === undefined) retryLater();
    else planSuccessor(replaceRetryMs * (0.5 + random()));
  };
  const stop = (next: ConnectionState) => {
    const wasUp = current !== undefined;
    isWanted = false;
    openTimer.clear();
    endOpening();
    endLingering();
    current?.close();
    current = undefined;
    state.set(next);
    if (wasUp) deps.onDown();
  };

  /** Opens a socket: the first, one after a loss, or the successor of the current one. */
  async function open(): Promise<void> {
    openTimer.clear();
    endOpening();
    const mine: Opening = { abort: new AbortController() };
    opening = mine;
    try {
      const { ticket, url } = await deps.ticket(mine.abort.signal);
      if (opening !== mine || WebSocket === undefined) return;
      const address = new URL(url);
      address.searchParams.set("ticket", ticket);
      mine.link = openLink({ ...deps, WebSocket, onUp, onFrame, onDown }, address.href);
    } catch (thrown) {
      if (opening !== mine) return;
      opening = undefined;
      const { code, status, retryAfterMs } = asParleyError(thrown);
      deps.log("debug", "no ticket", { code, status });
      if (code === "unauthenticated" || code === "forbidden") {
        stop({ status: "signed_out", reason: code });
        return;
      }
      if (retryAfterMs !== undefined) plan.holdOff(retryAfterMs);
      afterFailure();
    }
  }

  function onUp(link: Link, hello: Hello): void {
    endLingering();
    opening = undefined;
    if (current !== undefined) {
      lingering = current;
      lingerTimer.set(lingerMs, endLingering);
    }
    current = link;
    plan.succeeded();
    planSuccessor(replaceAfterMs - random() * replaceSpreadMs);
    state.set({ status: "online", since: clock.now() });
    deps.onUp(link, hello);
  }

  function onFrame(frame: ServerFrame): void {
    if (frame.type === "signed_out") {
      stop({ status: "signed_out", reason: frame.reason });
      return;
    }
    deps.onFrame(frame);
    if (frame.type !== "error") return;
    if (frame.code === "unauthenticated") stop({ status: "signed_out", reason: frame.code });
    // Without an id it is about the connection: slow down, and it will be closed.
    if (frame.id === undefined && frame.retryAfterMs !== undefined) plan.holdOff(frame.retryAfterMs);
  }

  function onDown(link: Link): void {
    if (link === lingering) {
      endLingering();
    } else if (link === opening?.link) {
      opening = undefined;
      afterFailure();
    } else if (link === current) {
      current = undefined;
      openTimer.clear();
      // A successor that is under way takes over.
      if (opening === undefined) retryLater();
      else setReconnecting(undefined);
      deps.onDown();
    }
  }

  const endListening = surroundings.onChange(() => {
    current?.probe();
    retryNow();
  });
  return {
    link: () => current,
    connect: () => {
      if (WebSocket === undefined) throw new TypeError("There is no WebSocket here: pass one.");
      const isFirst = !isWanted;
      isWanted = true;
      if (isFirst && plan.waitMs() === 0) {
        state.set({ status: "connecting" });
        void open();
      } else {
        retryNow();
      }
    },
    stop,
    close: () => {
      stop({ status: "idle" });
      endListening();
    },
  };
}
