import { clientIdOf, renderEventText } from "@parley/chat/message/event-draft";
import { subjectOf } from "@parley/chat/message/event-policy";
import type {
  CommitOutcome,
  EventStore,
  FindTargetInput,
  Standing,
  Target,
} from "@parley/chat/message/event-store";
import type { LogEntry, RoomSnapshot, SnapshotEntry } from "@parley/chat/message/room-log";
import type { Event, MessageId, Role, RoomId, RoomKind, UserId } from "@parley/protocol";

export interface DurableEntry extends SnapshotEntry {
  readonly event: Event;
  readonly committedAtMs: number;
}

interface DurableRoom {
  kind: RoomKind;
  archived: boolean;
  slowModeMs: number;
  readonly members: Map<UserId, { role: Role; mutedUntilMs: number }>;
  readonly entries: DurableEntry[];
  /** `user clientId`, or the event's id → seq. */
  readonly ids: Map<string, number>;
  readonly messages: Map<MessageId, { readonly user: UserId; deleted: boolean }>;
  /** `message user emoji` → seq. */
  readonly reactions: Map<string, number>;
}

/** A text that no Postgres stores; the wire's schemas refuse it, so only a fault brings it here. */
const unstorable = "\\u0000";

/** `EventStore` in memory, for the simulation: one atomic step per call, fenced as the real one. */
export class MemoryEventStore implements EventStore {
  readonly rooms = new Map<RoomId, DurableRoom>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  createRoom(id: RoomId, kind: RoomKind, members: readonly (readonly [UserId, Role])[]): void {
    this.rooms.set(id, {
      kind,
      archived: false,
      slowModeMs: 0,
      members: new Map(members.map(([user, role]) => [user, { role, mutedUntilMs: 0 }])),
      entries: [],
      ids: new Map(),
      messages: new Map(),
      reactions: new Map(),
    });
  }

  /** The durable log of a room, ascending from 1. */
  logOf(id: RoomId): readonly DurableEntry[] {
    return this.rooms.get(id)?.entries ?? [];
  }

  async commit(id: RoomId, entries: readonly LogEntry[]): Promise<CommitOutcome> {
    const room = this.rooms.get(id);
    if (room === undefined) return { kind: "absent" };
    const absent = entries.filter((entry) => room.entries[entry.seq - 1]?.eventId !== entry.eventId);
    const repeats = absent.flatMap(({ key }) => {
      const seq = this.standingSeq(room.ids, key);
      return seq === undefined ? [] : [{ key, seq }];
    });
    const [first] = absent;
    if (first === undefined) {
      const isEnd = this.continues(room.entries.length, (entries.at(-1)?.seq ?? 0) + 1);
      return isEnd ? { kind: "committed" } : { kind: "conflict", repeats: [] };
    }
    if (repeats.length > 0 || !this.continues(room.entries.length, first.seq)) {
      return { kind: "conflict", repeats };
    }
    for (const entry of absent) {
      if (entry.text.includes(unstorable)) {
        return { kind: "unfit", key: entry.key, cause: new Error("Postgres stores no NUL") };
      }
      write(room, entry, this.#now());
    }
    return { kind: "committed" };
  }

  protected standingSeq(ids: ReadonlyMap<string, number>, key: string): number | undefined {
    return ids.get(key);
  }

  protected continues(headSeq: number, firstSeq: number): boolean {
    return firstSeq === headSeq + 1;
  }

  async loadRoom(id: RoomId, entriesMax: number): Promise<Omit<RoomSnapshot, "listeners"> | undefined> {
    const room = this.rooms.get(id);
    if (room === undefined) return undefined;
    const { kind, archived, slowModeMs } = room;
    const members = [...room.members].map(([user, member]) => Object.assign({ user }, member));
    const headSeq = room.entries.length;
    return {
      room: id,
      kind,
      archived,
      slowModeMs,
      headSeq,
      members,
      entries: room.entries.slice(-entriesMax),
      seen: [],
    };
  }

  async readAfter(id: RoomId, after: number, limit: number): Promise<string[]> {
    const entries = this.rooms.get(id)?.entries ?? [];
    return entries.slice(after, after + limit).map(({ text }) => text);
  }

  async readHeads(ids: readonly RoomId[]): Promise<ReadonlyMap<RoomId, number>> {
    const found = ids.filter((id) => this.rooms.has(id));
    return new Map(found.map((id) => [id, this.logOf(id).length]));
  }

  async findMembership(id: RoomId, user: UserId): Promise<Standing | undefined> {
    const room = this.rooms.get(id);
    return room && { kind: room.kind, role: room.members.get(user)?.role };
  }

  async findTarget({ room: id, user, message, emoji }: FindTargetInput): Promise<Target | undefined> {
    const room = this.rooms.get(id);
    if (room === undefined) return undefined;
    const found = room.messages.get(message);
    return {
      kind: room.kind,
      role: room.members.get(user)?.role,
      headSeq: room.entries.length,
      message: found && { ...found },
      reactionSeq: room.reactions.get(`${message} ${user} ${emoji}`),
    };
  }
}

function write(room: DurableRoom, entry: LogEntry, committedAtMs: number): void {
  const text = renderEventText(entry.text, entry.seq);
  const event = JSON.parse(text) as Event;
  const { seq, eventId, key, user } = entry;
  const subject = subjectOf(event, user);
  room.entries.push({ seq, eventId, key, user, text, subject, event, committedAtMs });
  room.ids.set(clientIdOf(entry) === undefined ? eventId : key, seq);
  project(room, event);
}

function project(room: DurableRoom, event: Event): void {
  switch (event.kind) {
    case "message.created":
      room.messages.set(event.message.id, { user: event.user, deleted: false });
      return;
    case "message.deleted": {
      const message = room.messages.get(event.messageId);
      if (message !== undefined) message.deleted = true;
      return;
    }
    case "reaction.added":
      room.reactions.set(`${event.messageId} ${event.user} ${event.emoji}`, event.seq);
      return;
    case "reaction.removed":
      room.reactions.delete(`${event.messageId} ${event.user} ${event.emoji}`);
      return;
    case "member.joined":
      room.members.set(event.userId, { role: event.role, mutedUntilMs: 0 });
      return;
    case "member.role": {
      const mutedUntilMs = event.mutedUntil === undefined ? 0 : Date.parse(event.mutedUntil);
      room.members.set(event.userId, { role: event.role, mutedUntilMs });
      return;
    }
    case "member.left":
      room.members.delete(event.userId);
      return;
    case "room.updated":
      room.kind = event.facts.kind;
      room.archived = event.facts.archived;
      room.slowModeMs = event.facts.slowModeMs;
      return;
    case "message.edited":
      return;
  }
}
