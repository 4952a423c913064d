import type { RoomId } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { ParleyError } from "../parley-error.ts";
import type { ChatStorage } from "../storage/chat-storage.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import { itemOf, type OutboxItem, pendingOf } from "./outbox-item.ts";
import type { PendingMessage } from "./pending-message.ts";

export interface OutboxListDeps {
  readonly clock: Clock;
  readonly storage: Pick<ChatStorage, "putEntry" | "removeEntry">;
  /** What is shown of a room's pending messages changed; of all rooms when undefined. */
  onChange(room: RoomId | undefined): void;
}

/** The outbox's items in the order in which they were written, what they are doing, and what is shown of them. */
export interface OutboxList {
  get(id: string): OutboxItem | undefined;
  /** The items of a room, or all. */
  of(room?: string): OutboxItem[];
  add(entries: readonly OutboxEntry[], isKept: boolean): void;
  /** The next item of each room: the first to be sent still, unless it is being kept or one is under way. */
  heads(): OutboxItem[];
  /** The messages shown as pending in a room, or in all; the same array until one changes. */
  pending(room?: string): readonly PendingMessage[];
  /** Takes what an item is doing now; no answer is waited for any more. */
  change(item: OutboxItem, next: Partial<OutboxItem>): void;
  /** It may be sent again, from a time on. */
  wait(item: OutboxItem, notBefore?: number, isLimited?: boolean): void;
  /** It was refused for good, and stays so over a reload. */
  fail(item: OutboxItem, error: ParleyError): void;
  /** It is done. */
  remove(item: OutboxItem): void;
  /** Lets go of items here, and not in the storage. */
  forget(items: readonly OutboxItem[]): void;
  /** What is shown of a room, or of all, is to be made anew. */
  changed(room?: RoomId): void;
}

const none: readonly PendingMessage[] = [];

export function createOutboxList(deps: OutboxListDeps): OutboxList {
  const { storage } = deps;
  let items = new Map<string, OutboxItem>();
  const shown = new Map<string | undefined, readonly PendingMessage[]>();

  const of = (room?: string) =>
    [...items.values()].filter((item) => room === undefined || item.entry.room === room);
  const changed = (room?: RoomId) => {
    if (room === undefined) shown.clear();
    else for (const stale of [room, undefined]) shown.delete(stale);
    deps.onChange(room);
  };
  const change = (item: OutboxItem, next: Partial<OutboxItem>) => {
    item.answerTimer.clear();
    Object.assign(item, next);
    changed(item.entry.room);
  };
  const forget = (gone: readonly OutboxItem[]) => {
    for (const item of gone) {
      items.delete(item.entry.id);
      change(item, {});
    }
  };
  return {
    get: (id) => items.get(id),
    of,
    add: (entries, isKept) => {
      const added = entries.map((entry) => itemOf(entry, isKept, deps.clock));
      const ordered = [...of(), ...added].toSorted((a, b) => a.entry.order - b.entry.order);
      items = new Map(ordered.map((item) => [item.entry.id, item]));
      for (const { room } of entries) changed(room);
    },
    heads: () => {
      const heads = new Map<string, OutboxItem>();
      for (const item of of()) {
        const isOpen = item.phase === "waiting" || item.phase === "sending";
        if (isOpen && !heads.has(item.entry.room)) heads.set(item.entry.room, item);
      }
      return [...heads.values()].filter((item) => item.phase === "waiting" && item.isKept);
    },
    pending: (room) => {
      let known = shown.get(room);
      if (known === undefined) {
        const pending = of(room).map(pendingOf);
        known = pending.length === 0 ? none : pending;
        shown.set(room, known);
      }
      return known;
    },
    change,
    wait: (item, notBefore = 0, isLimited = false) => {
      const isSo = item.phase === "waiting" && item.notBefore === notBefore && item.isLimited === isLimited;
      if (!isSo) change(item, { phase: "waiting", notBefore, isLimited });
    },
    fail: (item, error) => {
      const entry = { ...item.entry, failure: { code: error.code, message: error.message } };
      change(item, { phase: "failed", error, entry });
      void storage.putEntry(entry);
    },
    remove: (item) => {
      forget([item]);
      void storage.removeEntry(item.entry.id);
    },
    forget,
    changed,
  };
}
