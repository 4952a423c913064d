import type { Event } from "@parley/protocol";

/** Where a durable log breaks what docs/protocol.md promises to those who sent `expected`, each text once. */
export function findViolations(durable: readonly Event[], expected: readonly string[]): string[] {
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
  return [...violations, ...findReactions(durable)];
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
