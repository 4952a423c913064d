import { clientIdOf } from "@parley/chat/message/event-draft";
import type { Event, RoomId, UserId } from "@parley/protocol";
import { hotSettings, startMs } from "./settings.ts";
import type { DurableEntry, MemoryEventStore } from "./stores/memory-event-store.ts";

/** Whoever drains knows of a removal before it is durable; what is under way then may take a lease's time. */
const removalMaxMs = hotSettings.leaseMs;
/** Enough to see what went wrong; the rest is the same over again. */
const violationsMax = 20;

/**
 * Holds what clients see and are told against the durable log, at the moment when it happens: visible means
 * durable, a seq is one event for ever, and what is acknowledged is there.
 */
export class Observer {
  readonly violations: string[] = [];
  readonly #events: MemoryEventStore;
  readonly #seen = new Map<string, string>();
  readonly #now: () => number;
  #forgottenAtMs = -Infinity;

  constructor(events: MemoryEventStore, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  report(violation: string): void {
    if (this.violations.length < violationsMax)
      this.violations.push(`at ${this.#now() - startMs} ms: ${violation}`);
  }

  /** An event left the service, on whatever way. */
  sawVisible(event: Event, to: UserId): void {
    const { room, seq } = event;
    const text = JSON.stringify(event);
    const place = `${room} ${seq}`;
    const durable = this.#events.logOf(room)[seq - 1];
    if (durable === undefined) this.report(`${place} is visible and not durable: ${text}`);
    else if (durable.text !== text)
      this.report(`${place} is visible as ${text} and durable as ${durable.text}`);
    const before = this.#seen.get(place);
    if (before !== undefined && before !== text) this.report(`${place} was ${before} and is now ${text}`);
    this.#seen.set(place, text);
    const left = this.#findLeft(room, to);
    if (left !== undefined && seq > left.seq) this.report(`${to} sees ${place} after leaving at ${left.seq}`);
  }

  /** Redis came back empty, or as it was before: it may have forgotten who was taken out. */
  sawForgotten(): void {
    this.#forgottenAtMs = this.#now();
  }

  /** A Lambda sets out to post a room's events, up to a seq, to somebody. */
  sawPosting(room: RoomId, upTo: number, to: UserId): void {
    const left = this.#findLeft(room, to);
    if (left === undefined) return;
    // Nothing of it was said after they had left: it was on its way when Redis forgot.
    if (upTo < left.seq && left.committedAtMs < this.#forgottenAtMs) return;
    const agoMs = this.#now() - left.committedAtMs;
    if (agoMs > removalMaxMs) this.report(`${to} is posted to ${agoMs} ms after leaving ${room}`);
  }

  /** A request was acknowledged. */
  sawAcknowledged(room: RoomId, user: UserId, id: string, seq: number | undefined): void {
    const log = this.#events.logOf(room);
    if (seq !== undefined && seq > log.length) this.report(`ok ${seq} for ${id} of ${user} is not durable`);
  }

  /**
   * The durable log itself: contiguous, each client id once, reactions added and removed in turn, and nothing
   * done by one who was no member then.
   */
  checkLog(room: RoomId, members: Set<UserId>): void {
    const keys = new Map<string, number>();
    const reactions = new Map<string, boolean>();
    for (const [index, entry] of this.#events.logOf(room).entries()) {
      if (entry.seq !== index + 1) this.report(`${room} has ${entry.seq} at place ${index + 1}`);
      const first = keys.get(entry.key);
      if (first !== undefined) this.report(`${room} holds ${entry.key} twice: at ${first} and ${entry.seq}`);
      keys.set(entry.key, entry.seq);
      this.#checkReaction(entry.event, reactions);
      if (!members.has(entry.user)) this.report(`${room} ${entry.seq} is of ${entry.user}, who is out`);
      if (entry.event.kind === "member.joined") members.add(entry.event.userId);
      if (entry.event.kind === "member.left") members.delete(entry.event.userId);
    }
  }

  holds(room: RoomId, user: UserId, id: string): boolean {
    return this.#events.logOf(room).some((entry) => entry.user === user && clientIdOf(entry) === id);
  }

  #checkReaction(event: Event, reactions: Map<string, boolean>): void {
    if (event.kind !== "reaction.added" && event.kind !== "reaction.removed") return;
    const key = `${event.messageId} ${event.user} ${event.emoji}`;
    const added = event.kind === "reaction.added";
    const stands = reactions.get(key) ?? false;
    if (stands === added) this.report(`${event.room} ${event.seq}: ${event.kind} of ${key} twice in a row`);
    reactions.set(key, added);
  }

  /** The person's last change of membership, if it was that they left. */
  #findLeft(room: RoomId, user: UserId): DurableEntry | undefined {
    const found = this.#events
      .logOf(room)
      .findLast(
        ({ event }) =>
          (event.kind === "member.left" || event.kind === "member.joined") && event.userId === user,
      );
    return found?.event.kind === "member.left" ? found : undefined;
  }
}
