import { setTimeout as sleep } from "node:timers/promises";
import { type Chat, ParleyError } from "@parley/client";
import type { Cloud } from "@parley/local/cloud";
import type { Event, MessageId, RoomId } from "@parley/protocol";
import { connectChat } from "../testing/connect-chat.ts";
import type { Person } from "../testing/create-person.ts";
import type { StormLedger } from "./storm-ledger.ts";

/** Handed to the SDK and not seen yet, at most: enough that the next one never has to be waited for. */
const inFlightMax = 3;
/** After so many messages of one's own, something is changed. */
const changeEvery = 10;
const changeRetryMs = 200;
const emojis = ["👍", "🎭", "🚀"];

/** Somebody who talks over the SDK. */
export class StormClient {
  readonly person: Person;
  /** The texts that were handed to the SDK. */
  readonly sent: string[] = [];
  readonly #chat: Chat;
  readonly #room: RoomId;
  readonly #mine: MessageId[] = [];
  #latest: MessageId | undefined;

  private constructor(chat: Chat, { person, room, ledger }: Joining) {
    this.#chat = chat;
    this.person = person;
    this.#room = room;
    chat.on("events", ({ events }) => {
      ledger.take(person.username, events);
      this.#take(events);
    });
    chat.follow([{ id: room, headSeq: 0 }]);
  }

  static async connect(cloud: Cloud, joining: Joining): Promise<StormClient> {
    return new StormClient(await connectChat(cloud, joining.person), joining);
  }

  close(): void {
    this.#chat.close();
  }

  /** Says so much, and changes something now and then. */
  async talk(count: number): Promise<void> {
    const changes: Promise<void>[] = [];
    for (let said = 0; said < count; said += 1) {
      while (this.sent.length - this.#mine.length >= inFlightMax) await sleep(5);
      const text = `${this.person.username} ${said}`;
      this.sent.push(text);
      await this.#chat.send(this.#room, text);
      if (said % changeEvery === changeEvery - 1) changes.push(this.#change(said));
    }
    await Promise.all(changes);
  }

  async #change(turn: number): Promise<void> {
    const mine = this.#mine[turn % Math.max(1, this.#mine.length)];
    const latest = this.#latest;
    const emoji = emojis[turn % emojis.length] ?? "👍";
    if (turn % 20 < changeEvery && mine !== undefined) {
      await persist(() => this.#chat.editMessage(this.#room, mine, `edited at ${turn}`));
    } else if (latest !== undefined) {
      await persist(() => this.#chat.addReaction(this.#room, latest, emoji));
    }
  }

  #take(events: readonly Event[]): void {
    for (const event of events) {
      if (event.kind !== "message.created") continue;
      this.#latest = event.message.id;
      if (event.user === this.person.user.id) this.#mine.push(event.message.id);
    }
  }
}

export interface Joining {
  readonly person: Person;
  readonly room: RoomId;
  readonly ledger: StormLedger;
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
