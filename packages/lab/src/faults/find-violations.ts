import { isDeepStrictEqual } from "node:util";
import type { Event } from "@parley/protocol";

export interface Outcome {
  /** The durable log of the room. */
  readonly durable: readonly Event[];
  /** The texts that were handed to clients, each once. */
  readonly expected: readonly string[];
  /** What each client was told, in the order in which it was. */
  readonly seen: readonly (readonly Event[])[];
}

/** Where an outcome breaks what protocol.md promises; empty when it keeps all of it. */
export function findViolations({ durable, expected, seen }: Outcome): string[] {
  const violations: string[] = [];
  for (const [at, { seq }] of durable.entries()) {
    if (seq !== at + 1) violations.push(`the durable log has ${seq} at place ${at + 1}`);
  }
  const counts = new Map<string, number>();
  for (const event of durable) {
    if (event.kind !== "message.created") continue;
    counts.set(event.message.text, (counts.get(event.message.text) ?? 0) + 1);
  }
  for (const text of expected) {
    const count = counts.get(text) ?? 0;
    if (count !== 1) violations.push(`"${text}" is in the log ${count} times`);
  }
  violations.push(...findReactions(durable));
  for (const [client, events] of seen.entries()) {
    const differs = durable.findIndex((event, at) => !isDeepStrictEqual(events[at], event));
    if (differs >= 0 || events.length !== durable.length) {
      violations.push(`client ${client} has ${events.length} of ${durable.length}, other from ${differs} on`);
    }
  }
  return violations;
}

/** A reaction that was added twice in a row, or taken back without being there. */
function findReactions(durable: readonly Event[]): string[] {
  const standing = new Set<string>();
  return durable.flatMap((event) => {
    if (event.kind !== "reaction.added" && event.kind !== "reaction.removed") return [];
    const key = `${event.messageId} ${event.user} ${event.emoji}`;
    const added = event.kind === "reaction.added";
    if (added !== standing.has(key)) {
      if (added) standing.add(key);
      else standing.delete(key);
      return [];
    }
    return [`${event.kind} of ${key} at ${event.seq} twice in a row`];
  });
}
