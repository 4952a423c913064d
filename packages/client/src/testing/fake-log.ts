import type { Event, Message, MessageId, RoomId, UserId } from "@parley/protocol";
import { foldMessages } from "@parley/protocol/fold";

/** A room of the fake service: the durable log, and what follows from it. */
export class FakeRoom {
  readonly id: RoomId;
  readonly events: Event[] = [];
  readonly #seen = new Map<string, number>();

  constructor(id: string) {
    this.id = id as RoomId;
  }

  get headSeq(): number {
    return this.events.length;
  }

  /** Appends a message, once for each person and client id. */
  post(
    user: string,
    text: string,
    clientId: string,
    atMs: number,
  ): { readonly seq: number; readonly isNew: boolean } {
    const known = this.#seen.get(`${user} ${clientId}`);
    if (known !== undefined) return { seq: known, isNew: false };
    const seq = this.headSeq + 1;
    this.#seen.set(`${user} ${clientId}`, seq);
    const at = new Date(atMs).toISOString();
    const message: Message = {
      id: `msg_${this.id}_${seq}` as MessageId,
      seq,
      room: this.id,
      user: user as UserId,
      text,
      reactions: [],
      mentions: [],
      createdAt: at,
    };
    this.events.push({ ...this.#base(user, at), kind: "message.created", clientId, message });
    return { seq, isNew: true };
  }

  react(user: string, seq: number, emoji: string, atMs: number): void {
    this.events.push({
      ...this.#base(user, new Date(atMs).toISOString()),
      kind: "reaction.added",
      messageId: this.messageId(seq),
      emoji,
    });
  }

  edit(user: string, seq: number, text: string, atMs: number): void {
    this.events.push({
      ...this.#base(user, new Date(atMs).toISOString()),
      kind: "message.edited",
      messageId: this.messageId(seq),
      text,
      mentions: [],
    });
  }

  messageId(seq: number): MessageId {
    return `msg_${this.id}_${seq}` as MessageId;
  }

  messages(viewer: string): Message[] {
    return foldMessages(this.events, viewer as UserId);
  }

  #base(user: string, at: string) {
    return { room: this.id, seq: this.headSeq + 1, at, user: user as UserId };
  }
}
