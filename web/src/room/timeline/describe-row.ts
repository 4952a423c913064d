import { isSameDay } from "../../i18n/format-moment.ts";

/** What grouping needs to know of a message. A pending one has no seq. */
export interface Spoken {
  readonly user: string;
  readonly atMs: number;
  readonly seq?: number | undefined;
}

export interface RowMarks {
  /** The first of a calendar day: a day mark stands above it. */
  readonly newDay: boolean;
  /** The first that was not read when the room was opened: the "new" divider stands above it. */
  readonly firstNew: boolean;
  /** The first of its group: it carries name and time. */
  readonly groupHead: boolean;
}

/** A pause after which the same speaker begins a new group. */
export const groupPauseMs = 300_000;

/**
 * What stands above a message, from the one before it alone. `readSeq` is where the reader had got to
 * (undefined: nothing is new), `viewer` whose own messages are never new.
 */
export function describeRow(
  previous: Spoken | undefined,
  current: Spoken,
  reader: { readonly viewer: string; readonly readSeq: number | undefined; readonly hasBefore: boolean },
): RowMarks {
  const newDay = previous === undefined || !isSameDay(new Date(previous.atMs), new Date(current.atMs));
  const firstNew = isFirstNew(previous, current, reader);
  const groupHead =
    newDay ||
    firstNew ||
    previous.user !== current.user ||
    // A device's clock may run ahead of the service's: only a pause forward parts a group.
    current.atMs - previous.atMs >= groupPauseMs;
  return { newDay, firstNew, groupHead };
}

function isFirstNew(
  previous: Spoken | undefined,
  current: Spoken,
  reader: { readonly viewer: string; readonly readSeq: number | undefined; readonly hasBefore: boolean },
): boolean {
  const { readSeq, viewer, hasBefore } = reader;
  if (readSeq === undefined || current.seq === undefined || current.seq <= readSeq) return false;
  if (current.user === viewer) return false;
  // Without a predecessor it is known only at the room's beginning that nothing new stands before it.
  if (previous === undefined) return !hasBefore;
  return previous.seq !== undefined && previous.seq <= readSeq;
}
