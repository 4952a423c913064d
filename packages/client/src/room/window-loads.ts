import type { Message } from "@parley/protocol";
import type { MessagesPage } from "../http/chat-api.ts";
import type { Log } from "../log.ts";
import { asParleyError, isDenial, type ParleyError } from "../parley-error.ts";
import { type FetchPageDeps, fetchPage } from "./fetch-page.ts";
import type { HistoryWindow } from "./history-window.ts";
import type { RoomTimeline, TimelineSnapshot } from "./timeline.ts";

export interface WindowLoadsDeps extends FetchPageDeps {
  readonly log: Log;
  readonly history: HistoryWindow;
  /** These messages are in the window: what of them is pending still is done. */
  onSeen(messages: Iterable<Pick<Message, "clientId">>): void;
  /** The window, its state, or what is being loaded changed. */
  onChange(): void;
}

/** What a load does to the window: makes it anew, or adds to one of its sides. */
type LoadKind = "replace" | "prepend" | "append";

/** The loading of a window's pages, each side once at a time, and what became of it. */
export interface WindowLoads
  extends Pick<RoomTimeline, "loadBefore" | "loadAfter" | "loadAround" | "loadLatest"> {
  state(): Pick<TimelineSnapshot, "status" | "error">;
  isLoading(kind: LoadKind): boolean;
  /** The service lives: a window that could not be loaded is tried again. */
  wake(): void;
  /** The room is gone for this person: the window is emptied. */
  deny(): void;
  /** The room is back after it was denied. */
  revive(): void;
  /** Begins anew: what was shown may not be so for who reads now. */
  restart(): void;
  /** What is under way comes to nothing. */
  end(): void;
}

export function createWindowLoads(deps: WindowLoadsDeps): WindowLoads {
  const { history, onChange } = deps;
  let status: TimelineSnapshot["status"] = "loading";
  let error: ParleyError | undefined;
  const loads = new Map<LoadKind, Promise<void>>();
  /** Which window is being loaded. */
  let windowKey = "";
  /** Of the window's loads: pages that were asked for in an earlier window are dropped. */
  let abort = new AbortController();

  const end = () => {
    abort.abort();
    abort = new AbortController();
    loads.clear();
  };
  const isSettled = () => status === "ready" && !loads.has("replace");
  const deny = () => {
    end();
    status = "denied";
    history.clear();
    onChange();
  };
  const load = async (kind: LoadKind, page: MessagesPage, signal: AbortSignal): Promise<void> => {
    try {
      await fetchPage(deps, page, signal, (folded) => {
        history[kind](folded);
        deps.onSeen(folded.page.messages);
        // In the same breath: an event that comes next must find the window open.
        status = "ready";
        error = undefined;
      });
    } catch (thrown) {
      if (signal.aborted) return;
      error = asParleyError(thrown);
      deps.log("warn", "history not loaded", { code: error.code });
      if (status === "loading") status = "failed";
      if (isDenial(error)) deny();
    }
    if (signal.aborted) return;
    loads.delete(kind);
    onChange();
  };
  const begin = (kind: LoadKind, page: MessagesPage) => {
    loads.set(kind, load(kind, page, abort.signal));
    onChange();
  };
  const loadWindow = async (page: MessagesPage): Promise<void> => {
    const key = JSON.stringify(page);
    if (!loads.has("replace") || windowKey !== key) {
      end();
      windowKey = key;
      if (status !== "ready") status = "loading";
      begin("replace", page);
    }
    await loads.get("replace");
  };
  const loadSide = async (kind: "prepend" | "append"): Promise<void> => {
    const page = isSettled() ? pageBeyond(history, kind) : undefined;
    if (page !== undefined && !loads.has(kind)) begin(kind, page);
    await loads.get(kind);
  };
  const restart = () => {
    deny();
    void loadWindow({});
  };
  const restartIf = (present: typeof status) => {
    if (status === present) restart();
  };
  return {
    state: () => ({ status, error }),
    isLoading: (kind) => loads.has(kind),
    loadBefore: () => loadSide("prepend"),
    loadAfter: () => loadSide("append"),
    loadAround: (seq) => loadWindow({ around: seq }),
    loadLatest: async () => {
      if (history.hasAfter || !isSettled()) await loadWindow({});
    },
    wake: () => restartIf("failed"),
    deny,
    revive: () => restartIf("denied"),
    restart,
    end,
  };
}

/** What stands beyond a side of the window; undefined where there is nothing more. */
function pageBeyond(
  { rows, hasBefore, hasAfter }: HistoryWindow,
  kind: "prepend" | "append",
): MessagesPage | undefined {
  const isBefore = kind === "prepend";
  const edge = rows.at(isBefore ? 0 : -1);
  if (edge === undefined || !(isBefore ? hasBefore : hasAfter)) return undefined;
  return isBefore ? { before: edge.seq } : { after: edge.seq };
}
