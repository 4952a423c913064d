import type { Room } from "@parley/protocol/room";
import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "../app/stored.ts";

/** What a person wants to come back to: everything in a room from a seq on counts as unread. */
export interface UnreadMark {
  readonly seq: number;
  /** How many messages that were when it was put. */
  readonly count: number;
}
export type UnreadMarks = Readonly<Record<string, UnreadMark>>;

/** Who marks more loses the oldest. */
const marksMax = 100;
const none: UnreadMarks = {};
const listeners = new Set<() => void>();
let known: { readonly viewer: string; readonly marks: UnreadMarks } | undefined;

// Another tab: what it left as it was stays the same here.
window.addEventListener("storage", () => {
  if (known === undefined) return;
  const { viewer, marks: before } = known;
  const marks = Object.entries(parseMarks(readStored(keyOf(viewer)))).map(([room, mark]) => {
    const same = before[room]?.seq === mark.seq && before[room]?.count === mark.count;
    return [room, same ? before[room] : mark];
  });
  known = { viewer, marks: Object.fromEntries(marks) };
  for (const listener of listeners) listener();
});

/**
 * The marks of a person, kept on this device: the service's own read mark never moves back, and other devices are
 * not told.
 */
export function useUnreadMarks(viewer: string): UnreadMarks {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => readMarks(viewer),
  );
}

/** Puts a mark, or takes it away. */
export function putUnreadMark(viewer: string, room: string, mark: UnreadMark | undefined): void {
  const { [room]: before, ...others } = readMarks(viewer);
  if (before === undefined && mark === undefined) return;
  const entries = Object.entries(others).slice(1 - marksMax);
  const marks = Object.fromEntries(mark === undefined ? entries : [...entries, [room, mark]]);
  known = { viewer, marks };
  writeStored(keyOf(viewer), entries.length === 0 && mark === undefined ? null : JSON.stringify(marks));
  for (const listener of listeners) listener();
}

/** The rooms as they stand with the marks: what was read after one is unread again. */
export function withUnreadMarks(rooms: readonly Room[], marks: UnreadMarks): readonly Room[] {
  return rooms.map((room) => {
    const mark = marks[room.id];
    if (mark === undefined) return room;
    const lastReadSeq = Math.min(room.lastReadSeq, mark.seq - 1);
    return { ...room, lastReadSeq, unread: Math.max(room.unread, mark.count) };
  });
}

function readMarks(viewer: string): UnreadMarks {
  if (known?.viewer !== viewer) known = { viewer, marks: parseMarks(readStored(keyOf(viewer))) };
  return known.marks;
}

function parseMarks(stored: string | null): UnreadMarks {
  try {
    const parsed: unknown = JSON.parse(stored ?? "{}");
    if (typeof parsed !== "object" || parsed === null) return none;
    return Object.fromEntries(Object.entries(parsed).filter(([, mark]) => isMark(mark)));
  } catch {
    return none;
  }
}

function isMark(value: unknown): value is UnreadMark {
  const { seq, count } = (value ?? {}) as Partial<UnreadMark>;
  return Number.isSafeInteger(seq) && Number.isSafeInteger(count);
}

function keyOf(viewer: string): string {
  return `parley.unread.${viewer}`;
}
