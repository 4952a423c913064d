import type { Event, UserId } from "@parley/protocol";
import { guarded } from "../batch.ts";
import { addListener } from "../listener-set.ts";
import type { PendingMessage } from "../outbox/pending-message.ts";
import type { ThrottleSnapshot } from "../outbox/throttle-snapshot.ts";
import type { Listeners } from "../store.ts";
import { createHistoryWindow } from "./history-window.ts";
import type { RoomTimeline, TimelineSnapshot } from "./timeline.ts";
import { createWindowLoads, type WindowLoads, type WindowLoadsDeps } from "./window-loads.ts";

export interface TimelineDeps extends Omit<WindowLoadsDeps, "history" | "onChange"> {
  readonly listeners: Listeners;
  viewer(): UserId | undefined;
  pending(): readonly PendingMessage[];
  throttle(): ThrottleSnapshot;
  onClose(): void;
}

/** A timeline, with what only the chat calls. */
export interface LiveTimeline
  extends RoomTimeline,
    Pick<WindowLoads, "wake" | "deny" | "revive" | "restart"> {
  /** Somebody more looks; it lives until it was closed as often. */
  hold(): void;
  /** The room's next events, each once. */
  apply(events: readonly Event[]): void;
  /** Something of the snapshot changed elsewhere: the outbox, the throttle, the head. */
  touch(): void;
  /** Something was added to what is pending: it may be in the window already. */
  settle(): void;
}

export function createLiveTimeline(deps: TimelineDeps): LiveTimeline {
  const { room, listeners, log } = deps;
  const eventListeners = new Set<(event: Event) => void>();
  let snapshot: TimelineSnapshot | undefined;
  let uses = 0;

  const touch = () => {
    snapshot = undefined;
    listeners.notify();
  };
  const history = createHistoryWindow(deps);
  const { state, isLoading, end, ...loading } = createWindowLoads({ ...deps, history, onChange: touch });

  return {
    ...loading,
    room,
    getSnapshot: () => {
      snapshot ??= {
        room,
        ...state(),
        messages: history.rows,
        pending: deps.pending(),
        headSeq: deps.feed()?.headSeq ?? 0,
        hasBefore: history.hasBefore,
        hasAfter: history.hasAfter,
        loadingBefore: isLoading("prepend"),
        loadingAfter: isLoading("append"),
        loadingWindow: isLoading("replace"),
        throttle: deps.throttle(),
      };
      return snapshot;
    },
    subscribe: listeners.subscribe,
    onEvent: (listener) => addListener(eventListeners, listener),
    hold: () => {
      uses += 1;
    },
    close: () => {
      uses -= 1;
      if (uses > 0) return;
      end();
      deps.onClose();
    },
    apply: (events) => {
      // Before the first page there is no window: the page brings these, or is brought up to date by them.
      if (state().status === "ready") for (const event of events) history.apply(event);
      touch();
      for (const event of events) {
        for (const listener of eventListeners) guarded(log, () => listener(event));
      }
    },
    touch,
    settle: () => deps.onSeen(history.rows),
  };
}
