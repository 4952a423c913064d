import type { ErrorFrame, Ok } from "@parley/protocol";
import { type ErrorCode, errors } from "@parley/protocol/errors";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import { clientIdOf } from "./event-draft.ts";
import type { DroppedEntry, LogEntry } from "./room-log.ts";

const encoder = new TextEncoder();

/** Tells those who wait for these events that they must wait on: the request is to be repeated. */
export async function tellUnavailable(deps: DeliverDeps, entries: readonly LogEntry[]): Promise<void> {
  await Promise.all(entries.map((entry) => tellError(deps, entry, "unavailable")));
}

/** Tells those whose events came to nothing why; one that is durable already is answered with its seq. */
export async function tellDropped(deps: DeliverDeps, dropped: readonly DroppedEntry[]): Promise<void> {
  await Promise.all(
    dropped.map(({ entry, reason, seq }) => {
      if (reason === "repeated")
        return tell(deps, entry, (id) => ({ type: "ok", id, seq: seq ?? entry.seq }));
      return tellError(deps, entry, codeOf(reason));
    }),
  );
}

function codeOf(reason: Exclude<DroppedEntry["reason"], "repeated">): ErrorCode {
  if (reason === "unfit") return "invalid";
  // Decided on a state that is no more: the same request, made again, is decided anew.
  return reason === "contended" ? "unavailable" : reason;
}

/** The event's id stands for the request's: it is what the log of such a failure names. */
export async function tellError(deps: DeliverDeps, entry: LogEntry, code: ErrorCode): Promise<void> {
  const { message, retryable } = errors[code];
  const { eventId: requestId } = entry;
  return tell(deps, entry, (id) => ({ type: "error", id, code, message, retryable, requestId }));
}

async function tell(
  deps: DeliverDeps,
  entry: LogEntry,
  frameFor: (id: string) => Ok | ErrorFrame,
): Promise<void> {
  const id = clientIdOf(entry);
  if (entry.origin === undefined || id === undefined) return;
  const frame = encoder.encode(JSON.stringify(frameFor(id)));
  await deliverFrames(deps, [{ connectionId: entry.origin, user: entry.user }], [frame]);
}
