import type { Event, Message, UserId } from "@parley/protocol";
import { guarded } from "../batch.ts";
import type { MessagesPage } from "../http/chat-api.ts";
import { addListener } from "../listener-set.ts";
import type { Log } from "../log.ts";
import type { PendingMessage } from "../outbox/pending-message.ts";
import type { ThrottleSnapshot } from "../outbox/throttle-snapshot.ts";
import { asParleyError, type ParleyError } from "../parley-error.ts";
import type { Listeners } from "../store.ts";
import { type FetchPageDeps, fetchPage } from "./fetch-page.ts";
import { type FoldedPage, HistoryWindow } from "./history-window.ts";
import type { RoomTimeline, TimelineSnapshot } from "./timeline.ts";

export interface TimelineDeps extends FetchPageDeps {
  readonly listeners: Listeners;
  readonly log: Log;
  viewer(): UserId | undefined;
  pending(): readonly PendingMessage[];
  throttle(): ThrottleSnapshot;
  /** These messages are in the window: what of them is pending still is done. */
  onSeen(messages: Iterable<Pick<Message, "clientId">>): void;
  onClose(): void;
}

type Side = "before" | "after";

/** A timeline, with what only the chat calls. */
export class LiveTimeline implements RoomTimeline {
  readonly room;
  readonly subscribe;
  readonly close;
  readonly #deps: TimelineDeps;
  readonly #history: HistoryWindow;
  readonly #eventListeners = new Set<(event: Event) => void>();
  #status: TimelineSnapshot["status"] = "loading";
  #error: ParleyError | undefined;
  #windowLoad: { readonly key: string; readonly done: Promise<void> } | undefined;
  readonly #sideLoads = new Map<Side, Promise<void>>();
  /** Of the window's loads: pages that were asked for in an earlier window are dropped. */
  #abort = new AbortController();
  #snapshot: TimelineSnapshot | undefined;

  constructor(deps: TimelineDeps) {
    this.#deps = deps;
    this.room = deps.room;
    this.subscribe = deps.listeners.subscribe;
    this.close = deps.onClose;
    this.#history = new HistoryWindow({
      viewer: deps.viewer,
    });
  }

  readonly getSnapshot = (): TimelineSnapshot => {
    this.#snapshot ??= {
      room: this.room,
      status: this.#status,
      error: this.#error,
      messages: this.#history.rows,
      pending: this.#deps.pending(),
      headSeq: this.#deps.feed()?.headSeq ?? 0,
      hasBefore: this.#history.hasBefore,
      hasAfter: this.#history.hasAfter,
      loadingBefore: this.#sideLoads.has("before"),
      loadingAfter: this.#sideLoads.has("after"),
      loadingWindow: this.#windowLoad !== undefined,
      throttle: this.#deps.throttle(),
    };
    return this.#snapshot;
  };

  readonly loadBefore = (): Promise<void> => this.#loadSide("before");
  readonly loadAfter = (): Promise<void> => this.#loadSide("after");
  readonly loadAround = (seq: number): Promise<void> => this.#loadWindow({ around: seq });
  readonly loadLatest = async (): Promise<void> => {
    const isThere = this.#status === "ready" && !this.#history.hasAfter && this.#windowLoad === undefined;
    if (!isThere) await this.#loadWindow({});
  };

  readonly onEvent = (listener: (event: Event) => void): (() => void) =>
    addListener(this.#eventListeners, listener);

  /** The room's next events, each once. */
  apply(events: readonly Event[]): void {
    for (const event of events) {
      // Before the first page there is no window: the page brings these, or is brought up to date by them.
      if (this.#status === "ready") this.#history.apply(event);
    }
    this.touch();
    for (const event of events) {
      for (const listener of this.#eventListeners) guarded(this.#deps.log, () => listener(event));
    }
  }

  /** Something of the snapshot changed elsewhere: the outbox, the throttle, the head. */
  touch(): void {
    this.#snapshot = undefined;
    this.#deps.listeners.notify();
  }

  /** The service lives: a window that could not be loaded is tried again. */
  wake(): void {
    if (this.#status === "failed") void this.#loadWindow({});
  }

  /** Something was added to what is pending: it may be in the window already. */
  settle(): void {
    this.#deps.onSeen(this.#history.rows);
  }

  /** The room is gone for this person. */
  deny(): void {
    this.#dropLoads();
    this.#status = "denied";
    this.#history.clear();
    this.touch();
  }

  /** The room is back after it was denied. */
  revive(): void {
    if (this.#status === "denied") this.restart();
  }

  /** Begins anew: what was shown may not be so for who reads now. */
  restart(): void {
    this.deny();
    void this.#loadWindow({});
  }

  /** Nobody looks any more: what is under way is dropped. */
  dispose(): void {
    this.#abort.abort();
  }

  async #loadWindow(page: MessagesPage): Promise<void> {
    const key = JSON.stringify(page);
    if (this.#windowLoad?.key !== key) {
      const signal = this.#dropLoads();
      if (this.#status !== "ready") this.#status = "loading";
      const done = this.#load(page, signal, (folded) => this.#history.replace(folded));
      this.#windowLoad = { key, done };
      this.touch();
    }
    await this.#windowLoad.done;
  }

  async #loadSide(side: Side): Promise<void> {
    const { rows, hasBefore, hasAfter } = this.#history;
    const edge = side === "before" ? rows.at(0) : rows.at(-1);
    const hasMore = side === "before" ? hasBefore : hasAfter;
    const mayLoad = this.#status === "ready" && this.#windowLoad === undefined && hasMore;
    if (!this.#sideLoads.has(side) && mayLoad && edge !== undefined) {
      const done = this.#load({ [side]: edge.seq }, this.#abort.signal, (folded) => {
        if (side === "before") this.#history.prepend(folded);
        else this.#history.append(folded);
      });
      this.#sideLoads.set(side, done);
      this.touch();
    }
    await this.#sideLoads.get(side);
  }

  async #load(page: MessagesPage, signal: AbortSignal, take: (folded: FoldedPage) => void): Promise<void> {
    try {
      await fetchPage(this.#deps, page, signal, (folded) => {
        take(folded);
        this.#deps.onSeen(folded.page.messages);
        // In the same breath: an event that comes next must find the window open.
        this.#status = "ready";
        this.#error = undefined;
      });
    } catch (thrown) {
      if (signal.aborted) return;
      this.#error = asParleyError(thrown);
      this.#deps.log("warn", "history could not be loaded", { code: this.#error.code });
      if (this.#status === "loading") this.#status = "failed";
      if (this.#error.code === "not_found" || this.#error.code === "forbidden") this.deny();
    }
    if (signal.aborted) return;
    if ("before" in page) this.#sideLoads.delete("before");
    else if ("after" in page) this.#sideLoads.delete("after");
    else this.#windowLoad = undefined;
    this.touch();
  }

  /** Forgets what is under way; answers the signal of what comes next. */
  #dropLoads(): AbortSignal {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#windowLoad = undefined;
    this.#sideLoads.clear();
    return this.#abort.signal;
  }
}
