import { setTimeout as sleep } from "node:timers/promises";
import { type Chat, ParleyError } from "@parley/client";
import type { Cloud } from "@parley/local/cloud";
import type { Event, MessageId, RoomId } from "@parley/protocol";
import { connectChat } from "../testing/connect-chat.ts";
import type { Person } from "../testing/create-person.ts";

/** Sent and not seen yet at most: as a fast typist with a queue would have it, not one by one. */
const inFlightMax = 20;
/** After so many messages of one's own, something is changed. */
const changeEvery = 10;
const changeRetryMs = 200;
const emojis = ["👍", "🎭", "🚀"];

/** Somebody who talks over the SDK, and keeps all that they were told. */
export class StormClient {
  readonly person: Person;
  readonly seen: Event[] = [];
  readonly #chat: Chat;
  readonly #room: RoomId;
  readonly #mine: MessageId[] = [];
  /** The texts that were handed to the SDK. */
  readonly sent: string[] = [];
  #ownSeen = 0;

  private constructor(chat: Chat, person: Person, room: RoomId) {
    this.#chat = chat;
    this.person = person;
    this.#room = room;
    chat.on("events", ({ events }) => this.#take(events));
    chat.follow([{ id: room, headSeq: 0 }]);
  }

  static async connect(cloud: Cloud, person: Person, room: RoomId): Promise<StormClient> {
    return new StormClient(await connectChat(cloud, person), person, room);
  }

  close(): void {
    this.#chat.close();
  }

  async say(text: string): Promise<void> {
    this.sent.push(text);
    await this.#chat.send(this.#room, text);
  }

  /** Says so much, and changes something now and then. */
  async talk(count: number): Promise<void> {
    const changes: Promise<void>[] = [];
    for (let said = 0; said < count; said += 1) {
      while (this.sent.length - this.#ownSeen >= inFlightMax) await sleep(5);
      await this.say(`${this.person.username} ${said}`);
      if (said % changeEvery === changeEvery - 1) changes.push(this.#change(said));
    }
    await Promise.all(changes);
  }

  saw(text: string): boolean {
    return this.seen.some((event) => event.kind === "message.created" && event.message.text === text);
  }

  async #change(turn: number): Promise<void> {
    const mine = this.#mine[turn % Math.max(1, this.#mine.length)];
    const any = this.seen.findLast((event) => event.kind === "message.created");
    const emoji = emojis[turn % emojis.length] ?? "👍";
    if (turn % 20 < changeEvery && mine !== undefined) {
      await persist(() => this.#chat.editMessage(this.#room, mine, `edited at ${turn}`));
    } else if (any?.kind === "message.created") {
      await persist(() => this.#chat.addReaction(this.#room, any.message.id, emoji));
    }
  }

  #take(events: readonly Event[]): void {
    for (const event of events) {
      this.seen.push(event);
      if (event.kind !== "message.created" || event.user !== this.person.user.id) continue;
      this.#ownSeen += 1;
      this.#mine.push(event.message.id);
    }
  }
}

/** A change is asked for until it is taken: while the stores are away it is refused, and may be repeated. */
async function persist(change: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof ParleyError) || !error.retryable) throw error;
      await sleep(changeRetryMs);
    }
  }
}
