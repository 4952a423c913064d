import type { ClientFrame, Hello, ServerFrame, TicketAnswer } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { asParleyError, type ParleyError } from "../parley-error.ts";
import type { Store } from "../store.ts";
import type { Surroundings } from "../surroundings.ts";
import { createTimer, type Timer } from "../timer.ts";
import type { WebSocketLike } from "../web-types.ts";
import type { ConnectionState } from "./connection-state.ts";
import { type Link, type LinkDeps, openLink } from "./link.ts";
import { createRetryPlan, type RetryPlan } from "./retry-plan.ts";

export interface ConnectionDeps {
  readonly WebSocket: (new (url: string) => WebSocketLike) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly surroundings: Surroundings;
  readonly log: Log;
  readonly state: Store<ConnectionState>;
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

interface Opening {
  readonly abort: AbortController;
  link?: Link;
}

/**
 * Keeps one connection alive: ticket, socket, hello; after a loss a new one with jittered backoff; before
 * the gateway's time is up, a successor first. A new ticket for every socket, for each works once.
 */
export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #plan: RetryPlan;
  readonly #endListening: readonly (() => void)[];
  #isWanted = false;
  #current: Link | undefined;
  #lingering: Link | undefined;
  #opening: Opening | undefined;
  readonly #retryTimer: Timer;
  readonly #replaceTimer: Timer;
  readonly #lingerTimer: Timer;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#plan = createRetryPlan(deps);
    const { clock, surroundings } = deps;
    this.#retryTimer = createTimer(clock);
    this.#replaceTimer = createTimer(clock);
    this.#lingerTimer = createTimer(clock);
    this.#endListening = [
      surroundings.onOnlineChange(() => {
        this.#current?.probe();
        if (surroundings.isOnline()) this.#retryNow();
      }),
      surroundings.onVisibleChange(() => {
        if (!surroundings.isVisible()) return;
        this.#plan.seen();
        this.#current?.probe();
        this.#retryNow();
      }),
    ];
  }

  /** The link to send on; undefined while there is none. */
  get link(): Link | undefined {
    return this.#current;
  }

  /** @throws {TypeError} where there is no WebSocket. */
  connect(): void {
    if (this.#deps.WebSocket === undefined) throw new TypeError("There is no WebSocket here: pass one.");
    const isFirst = !this.#isWanted;
    this.#isWanted = true;
    if (isFirst && this.#plan.waitMs() === 0) {
      this.#deps.state.set({ status: "connecting" });
      void this.#open();
    } else {
      this.#retryNow();
    }
  }

  /** Ends it and stays away; `next` says why. */
  stop(next: ConnectionState): void {
    const wasUp = this.#current !== undefined;
    this.#isWanted = false;
    this.#retryTimer.clear();
    this.#replaceTimer.clear();
    this.#endOpening();
    this.#endLingering();
    this.#current?.close();
    this.#current = undefined;
    this.#deps.state.set(next);
    if (wasUp) this.#deps.onDown();
  }

  /** Stops and lets go of the surroundings. */
  close(): void {
    this.stop({ status: "idle" });
    for (const end of this.#endListening) end();
  }

  /** Opens a socket: the first, one after a loss, or the successor of the current one. */
  async #open(): Promise<void> {
    this.#retryTimer.clear();
    this.#endOpening();
    const opening: Opening = { abort: new AbortController() };
    this.#opening = opening;
    try {
      const { ticket, url } = await this.#deps.ticket(opening.abort.signal);
      const { WebSocket } = this.#deps;
      if (this.#opening !== opening || WebSocket === undefined) return;
      const address = `${url}${url.includes("?") ? "&" : "?"}ticket=${encodeURIComponent(ticket)}`;
      opening.link = openLink({ ...this.#linkDeps(), WebSocket }, address);
    } catch (thrown) {
      if (this.#opening !== opening) return;
      this.#opening = undefined;
      this.#onRefused(asParleyError(thrown));
    }
  }

  #linkDeps(): Omit<LinkDeps, "WebSocket"> {
    return {
      ...this.#deps,
      onUp: (link, hello) => this.#onUp(link, hello),
      onFrame: (frame) => this.#onFrame(frame),
      onDown: (link) => this.#onDown(link),
    };
  }

  #onUp(link: Link, hello: Hello): void {
    const { clock, random, state } = this.#deps;
    this.#endLingering();
    this.#opening = undefined;
    if (this.#current !== undefined) {
      this.#lingering = this.#current;
      this.#lingerTimer.set(lingerMs, () => this.#endLingering());
    }
    this.#current = link;
    this.#plan.succeeded();
    this.#planSuccessor(replaceAfterMs - random() * replaceSpreadMs);
    state.set({ status: "online", since: clock.now() });
    this.#deps.onUp(link, hello);
  }

  #onFrame(frame: ServerFrame): void {
    if (frame.type === "signed_out") {
      this.stop({ status: "signed_out", reason: frame.reason });
      return;
    }
    this.#deps.onFrame(frame);
    if (frame.type !== "error") return;
    if (frame.code === "unauthenticated") this.stop({ status: "signed_out", reason: frame.code });
    // Without an id it is about the connection: slow down, and it will be closed.
    if (frame.id === undefined && frame.retryAfterMs !== undefined) this.#plan.holdOff(frame.retryAfterMs);
  }

  #onDown(link: Link): void {
    if (link === this.#lingering) {
      this.#endLingering();
    } else if (link === this.#opening?.link) {
      this.#opening = undefined;
      this.#afterFailure();
    } else if (link === this.#current) {
      this.#current = undefined;
      this.#replaceTimer.clear();
      // A successor that is under way takes over.
      if (this.#opening === undefined) this.#retryLater();
      else this.#deps.state.set(this.#reconnecting(undefined));
      this.#deps.onDown();
    }
  }

  #onRefused(error: ParleyError): void {
    this.#deps.log("debug", "no ticket", { code: error.code, status: error.status });
    if (error.code === "unauthenticated" || error.code === "forbidden") {
      this.stop({ status: "signed_out", reason: error.code });
      return;
    }
    if (error.retryAfterMs !== undefined) this.#plan.holdOff(error.retryAfterMs);
    this.#afterFailure();
  }

  #afterFailure(): void {
    if (this.#current === undefined) this.#retryLater();
    else this.#planSuccessor(replaceRetryMs * (0.5 + this.#deps.random()));
  }

  #planSuccessor(inMs: number): void {
    this.#replaceTimer.set(inMs, () => void this.#open());
  }

  #retryLater(): void {
    if (!this.#isWanted) return;
    const { clock, state, surroundings } = this.#deps;
    const next = this.#plan.failed();
    if (next.kind === "pause") {
      state.set({ status: "paused" });
      return;
    }
    this.#retryAt(clock.now() + next.inMs);
    if (!surroundings.isOnline()) state.set({ status: "offline" });
  }

  /** The network is back or the page is seen: no reason to wait out the backoff. */
  #retryNow(): void {
    if (!this.#isWanted || this.#current !== undefined || this.#opening !== undefined) return;
    const { clock } = this.#deps;
    const waitMs = this.#plan.waitMs();
    if (waitMs > 0) this.#retryAt(clock.now() + waitMs);
    else this.#retry();
  }

  #retryAt(at: number): void {
    const { clock, state } = this.#deps;
    this.#retryTimer.set(at - clock.now(), () => this.#retry());
    state.set(this.#reconnecting(at));
  }

  #retry(): void {
    this.#deps.state.set(this.#reconnecting(undefined));
    void this.#open();
  }

  #reconnecting(retryAt: number | undefined): ConnectionState {
    const reason = this.#plan.isLimited() ? "limited" : "lost";
    return { status: "reconnecting", reason, attempt: this.#plan.attempt, retryAt };
  }

  #endOpening(): void {
    this.#opening?.abort.abort();
    this.#opening?.link?.close();
    this.#opening = undefined;
  }

  #endLingering(): void {
    this.#lingerTimer.clear();
    this.#lingering?.close();
    this.#lingering = undefined;
  }
}
