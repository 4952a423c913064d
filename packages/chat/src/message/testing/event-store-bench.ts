import type { Event, Message, MessageId, RoomId, UserId } from "@parley/protocol";
import { type EventDraft, keyOf, writeEventText } from "../event-draft.ts";
import type { EventStore } from "../event-store.ts";
import type { LogEntry } from "../room-log.ts";

/** An `EventStore`, and a way to have rooms in it: private, with one owner and one member, and nothing said. */
export interface EventStoreSubject {
  readonly store: EventStore;
  createRoom(): Promise<{ room: RoomId; owner: UserId; member: UserId }>;
}

/** What the contract suite says about one room of an `EventStore`; every test has a room of its own. */
export class EventStoreBench {
  readonly store: EventStore;
  readonly #subject: EventStoreSubject;
  room: RoomId = "rom_none" as RoomId;
  owner: UserId = "usr_none" as UserId;
  member: UserId = "usr_none" as UserId;
  #made = 0;

  constructor(subject: EventStoreSubject) {
    this.#subject = subject;
    this.store = subject.store;
  }

  async enterRoom(): Promise<void> {
    Object.assign(this, await this.#subject.createRoom());
  }

  unique(prefix: string): string {
    this.#made += 1;
    return `${prefix}_${this.#made}_${Math.random().toString(36).slice(2)}`;
  }

  /** An entry as a drainer has it. `clientId` null: an event without one. */
  entry(
    seq: number,
    draft: EventDraft,
    { user = this.owner, clientId }: { user?: UserId; clientId?: string | null } = {},
  ): LogEntry {
    const eventId = this.unique("evt");
    const given = clientId === null ? undefined : (clientId ?? this.unique("c"));
    const at = "2026-01-02T03:04:05.678Z";
    const head = { room: this.room, user, at, ...(given !== undefined && { clientId: given }) };
    return {
      seq,
      eventId,
      text: writeEventText(head, draft),
      key: keyOf({ user, clientId: given, eventId }),
      user,
    };
  }

  saying(text: string): Extract<EventDraft, { kind: "message.created" }> {
    const id = this.unique("msg") as MessageId;
    const said = { id, seq: 0, room: this.room, user: this.owner, text };
    const message: Message = { ...said, reactions: [], mentions: [], createdAt: "2026-01-02T03:04:05.678Z" };
    return { kind: "message.created", message };
  }

  /** Entries that say something, from a seq on. */
  talk(fromSeq: number, count: number): LogEntry[] {
    return Array.from({ length: count }, (_, at) =>
      this.entry(fromSeq + at, this.saying(`m${fromSeq + at}`)),
    );
  }

  commit(entries: readonly LogEntry[]): ReturnType<EventStore["commit"]> {
    return this.store.commit(this.room, entries);
  }

  async events(after = 0): Promise<Event[]> {
    return (await this.store.readAfter(this.room, after, 100)).map((text) => JSON.parse(text) as Event);
  }
}
