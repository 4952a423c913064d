import { isDeepStrictEqual } from "node:util";
import type { Event, UserId } from "@parley/protocol";

const violationsMax = 20;

/** How far one client has come. */
interface Seen {
  lastSeq: number;
  messages: number;
  /** How many messages of each author. */
  readonly byAuthor: Map<UserId, number>;
}

/**
 * What the clients of a storm are told, held against each other at once: in order, each seq once, and to all the
 * same. It keeps one copy of each event, however many see it.
 */
export class StormLedger {
  readonly violations: string[] = [];
  readonly #events: Event[] = [];
  readonly #seen = new Map<string, Seen>();

  take(client: string, events: readonly Event[]): void {
    const seen = this.#of(client);
    for (const event of events) {
      const { seq } = event;
      if (seq !== seen.lastSeq + 1) this.#report(`${client} was told ${seq} after ${seen.lastSeq}`);
      seen.lastSeq = seq;
      const known = this.#events[seq - 1];
      if (known === undefined) this.#events[seq - 1] = event;
      else if (!isDeepStrictEqual(known, event)) this.#report(`${client} was told another ${seq}`);
      if (event.kind !== "message.created") continue;
      seen.messages += 1;
      seen.byAuthor.set(event.user, (seen.byAuthor.get(event.user) ?? 0) + 1);
    }
  }

  messagesSeenBy(client: string): number {
    return this.#of(client).messages;
  }

  lastSeqOf(client: string): number {
    return this.#of(client).lastSeq;
  }

  /** Whether a client has seen so many messages of everybody: one's own go out in the order of their writing. */
  hasSeen(client: string, counts: ReadonlyMap<UserId, number>): boolean {
    const { byAuthor } = this.#of(client);
    return [...counts].every(([author, count]) => (byAuthor.get(author) ?? 0) >= count);
  }

  /** Holds what the clients were told against the durable log, which all of them must have by now. */
  compare(durable: readonly Event[]): void {
    const differs = durable.findIndex((event, at) => !isDeepStrictEqual(this.#events[at], event));
    if (differs >= 0) this.#report(`the durable log is another one from ${differs + 1} on`);
    for (const [client, { lastSeq }] of this.#seen) {
      if (lastSeq !== durable.length) this.#report(`${client} has ${lastSeq} of ${durable.length} events`);
    }
  }

  #of(client: string): Seen {
    const seen = this.#seen.get(client) ?? { lastSeq: 0, messages: 0, byAuthor: new Map() };
    this.#seen.set(client, seen);
    return seen;
  }

  #report(violation: string): void {
    if (this.violations.length < violationsMax) this.violations.push(violation);
  }
}
