import { type Chat, type ConnectionState, createChat, memoryStorage, ParleyError } from "@parley/client";
import type { Cloud } from "@parley/local/cloud";
import type { MessageId, RoomId } from "@parley/protocol";
import type { StormLedger } from "../faults/storm-ledger.ts";
import type { Random } from "../simulation/random.ts";
import { callApi } from "../testing/call-api.ts";
import type { Person } from "../testing/create-person.ts";

const recentMax = 20;

/** One of a person's devices: it follows their rooms over the SDK, says things, changes things, and reloads. */
export class SoakDevice {
  readonly name: string;
  readonly rooms: readonly RoomId[];
  /** What was handed to the SDK, by room. */
  readonly sent: { readonly room: RoomId; readonly text: string }[] = [];
  readonly #cloud: Cloud;
  readonly #person: Person;
  readonly #ledgers: ReadonlyMap<RoomId, StormLedger>;
  readonly #storage = memoryStorage();
  readonly #recent = new Map<RoomId, MessageId[]>();
  #chat: Chat;

  constructor(cloud: Cloud, place: DevicePlace) {
    this.#cloud = cloud;
    this.#person = place.person;
    this.name = place.name;
    this.rooms = place.rooms;
    this.#ledgers = place.ledgers;
    this.#chat = this.#open();
  }

  get connection(): ConnectionState {
    return this.#chat.connection.getSnapshot();
  }

  close(): void {
    this.#chat.close();
  }

  /** As a page that is reloaded: what is kept stays, and what was seen is not told again. */
  reload(): void {
    this.#chat.close();
    this.#chat = this.#open();
  }

  /** Does something that people do, with the weights that they do it with. */
  async act(random: Random): Promise<void> {
    const room = random.pick(this.rooms);
    const recent = this.#recent.get(room) ?? [];
    const what = random.next();
    if (what < 0.6 || recent.length === 0) return this.#say(room);
    const message = random.pick(recent);
    if (what < 0.7)
      return this.#change(() => this.#chat.addReaction(room, message, random.pick(["👍", "🎭"])));
    if (what < 0.75) return this.#change(() => this.#chat.removeReaction(room, message, "👍"));
    if (what < 0.85) return this.#change(() => this.#chat.editMessage(room, message, "changed"));
    if (what < 0.9) return this.#chat.typing(room);
    if (what < 0.95) return this.#chat.markRead(room, this.#ledgers.get(room)?.lastSeqOf(this.name) ?? 0);
    if (what < 0.98) return this.#page(room);
    return this.reload();
  }

  async #say(room: RoomId): Promise<void> {
    const text = `${this.name} ${this.sent.length}`;
    this.sent.push({ room, text });
    await this.#chat.send(room, text);
  }

  /** Refused while the stores are away, and for others' messages: both are answers, and nothing is half-done. */
  async #change(change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code === "internal") throw error;
    }
  }

  async #page(room: RoomId): Promise<void> {
    const { status } = await callApi(this.#cloud.apiUrl, {
      path: `/rooms/${room}/messages?limit=20`,
      token: this.#person.token,
    });
    if (status !== 200 && status !== 503) throw new Error(`a page was answered with ${status}`);
  }

  #open(): Chat {
    const { token } = this.#person;
    const chat = createChat({ apiUrl: this.#cloud.apiUrl, token, storage: this.#storage });
    chat.on("events", ({ room, events }) => {
      this.#ledgers.get(room)?.take(this.name, events);
      for (const event of events) {
        if (event.kind !== "message.created") continue;
        this.#recent.set(room, [...(this.#recent.get(room) ?? []), event.message.id].slice(-recentMax));
      }
    });
    chat.follow(this.rooms.map((id) => ({ id, headSeq: this.#ledgers.get(id)?.lastSeqOf(this.name) ?? 0 })));
    chat.connect();
    return chat;
  }
}

export interface DevicePlace {
  readonly name: string;
  readonly person: Person;
  readonly rooms: readonly RoomId[];
  readonly ledgers: ReadonlyMap<RoomId, StormLedger>;
}
