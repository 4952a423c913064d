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
import { createHistoryWindow } from "./history-window.ts";
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

/** What a load does to the window: makes it anew, or adds to one of its sides. */
const loadKinds = { window: "replace", before: "prepend", after: "append" } as const;
type LoadKind = keyof typeof loadKinds;

/** A timeline, with what only the chat calls. */
export interface LiveTimeline extends RoomTimeline {
  /** Somebody more looks; it lives until it was closed as often. */
  hold(): void;
  /** The room's next events, each once. */
  apply(events: readonly Event[]): void;
  /** Something of the snapshot changed elsewhere: the outbox, the throttle, the head. */
  touch(): void;
  /** The service lives: a window that could not be loaded is tried again. */
  wake(): void;
  /** Something was added to what is pending: it may be in the window already. */
  settle(): void;
  /** The room is gone for this person. */
  deny(): void;
  /** The room is back after it was denied. */
  revive(): void;
  /** Begins anew: what was shown may not be so for who reads now. */
  restart(): void;
}

export function createLiveTimeline(deps: TimelineDeps): LiveTimeline {
  const { room, listeners, log } = deps;
  const history = createHistoryWindow(deps);
  const eventListeners = new Set<(event: Event) => void>();
  const loads = new Map<LoadKind, Promise<void>>();
  /** Which window is being loaded. */
  let windowKey = "";
  /** Of the window's loads: pages that were asked for in an earlier window are dropped. */
  let abort = new AbortController();
  let status: TimelineSnapshot["status"] = "loading";
  let error: ParleyError | undefined;
  let snapshot: TimelineSnapshot | undefined;
  let uses = 0;

  const touch = () => {
    snapshot = undefined;
    listeners.notify();
  };
  /** Forgets what is under way. */
  const dropLoads = () => {
    abort.abort();
    abort = new AbortController();
    loads.clear();
  };
  const deny = () => {
    dropLoads();
    status = "denied";
    history.clear();
    touch();
  };

  const load = async (kind: LoadKind, page: MessagesPage, signal: AbortSignal): Promise<void> => {
    try {
      await fetchPage(deps, page, signal, (folded) => {
        history[loadKinds[kind]](folded);
        deps.onSeen(folded.page.messages);
        // In the same breath: an event that comes next must find the window open.
        status = "ready";
        error = undefined;
      });
    } catch (thrown) {
      if (signal.aborted) return;
      error = asParleyError(thrown);
      log("warn", "history could not be loaded", { code: error.code });
      if (status === "loading") status = "failed";
      if (error.code === "not_found" || error.code === "forbidden") deny();
    }
    if (signal.aborted) return;
    loads.delete(kind);
    touch();
  };
  const begin = (kind: LoadKind, page: MessagesPage) => {
    loads.set(kind, load(kind, page, abort.signal));
    touch();
  };
  const loadWindow = async (page: MessagesPage): Promise<void> => {
    const key = JSON.stringify(page);
    if (!loads.has("window") || windowKey !== key) {
      dropLoads();
      windowKey = key;
      if (status !== "ready") status = "loading";
      begin("window", page);
    }
    await loads.get("window");
  };
  const loadSide = async (side: "before" | "after"): Promise<void> => {
    const { rows, hasBefore, hasAfter } = history;
    const [edge, hasMore] = side === "before" ? [rows.at(0), hasBefore] : [rows.at(-1), hasAfter];
    const mayLoad = status === "ready" && hasMore && !loads.has("window");
    if (mayLoad && !loads.has(side) && edge !== undefined) begin(side, { [side]: edge.seq });
    await loads.get(side);
  };
  const restart = () => {
    deny();
    void loadWindow({});
  };

  return {
    room,
    getSnapshot: () => {
      snapshot ??= {
        room,
        status,
        error,
        messages: history.rows,
        pending: deps.pending(),
        headSeq: deps.feed()?.headSeq ?? 0,
        hasBefore: history.hasBefore,
        hasAfter: history.hasAfter,
        loadingBefore: loads.has("before"),
        loadingAfter: loads.has("after"),
        loadingWindow: loads.has("window"),
        throttle: deps.throttle(),
      };
      return snapshot;
    },
    subscribe: listeners.subscribe,
    loadBefore: () => loadSide("before"),
    loadAfter: () => loadSide("after"),
    loadAround: (seq) => loadWindow({ around: seq }),
    loadLatest: async () => {
      const isThere = status === "ready" && !history.hasAfter && !loads.has("window");
      if (!isThere) await loadWindow({});
    },
    onEvent: (listener) => addListener(eventListeners, listener),
    hold: () => {
      uses += 1;
    },
    close: () => {
      uses -= 1;
      if (uses > 0) return;
      abort.abort();
      deps.onClose();
    },
    apply: (events) => {
      // Before the first page there is no window: the page brings these, or is brought up to date by them.
      if (status === "ready") for (const event of events) history.apply(event);
      touch();
      for (const event of events) {
        for (const listener of eventListeners) guarded(log, () => listener(event));
      }
    },
    touch,
    wake: () => {
      if (status === "failed") void loadWindow({});
    },
    settle: () => deps.onSeen(history.rows),
    deny,
    revive: () => {
      if (status === "denied") restart();
    },
    restart,
  };
}
