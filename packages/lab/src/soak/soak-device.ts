import { type Chat, type ConnectionState, createChat, memoryStorage, ParleyError } from "@parley/client";
import type { Cloud } from "@parley/local/cloud";
import type { MessageId, RoomId } from "@parley/protocol";
import type { StormLedger } from "../faults/storm-ledger.ts";
import type { Random } from "../simulation/random.ts";
import { callApi } from "../testing/call-api.ts";
import type { Person } from "../testing/create-person.ts";

const recentMax = 20;

/** What people do, and how often of a hundred times. */
export const habits = {
  send: 60,
  edit: 10,
  react: 10,
  takeBack: 5,
  typing: 4,
  read: 4,
  page: 4,
  reload: 3,
} as const;

type Act = keyof typeof habits;

const drawn = Object.entries(habits).flatMap(([act, count]) => Array<Act>(count).fill(act as Act));

interface Seen {
  readonly id: MessageId;
  readonly mine: boolean;
}

/** One of a person's devices: it follows their rooms over the SDK, says things, changes things, and reloads. */
export class SoakDevice {
  readonly name: string;
  readonly rooms: readonly RoomId[];
  /** What was handed to the SDK, by room. */
  readonly sent: { readonly room: RoomId; readonly text: string }[] = [];
  readonly counts: Partial<Record<Act, number>> = {};
  readonly #cloud: Cloud;
  readonly #person: Person;
  readonly #ledgers: ReadonlyMap<RoomId, StormLedger>;
  readonly #storage = memoryStorage();
  readonly #recent = new Map<RoomId, Seen[]>();
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

  /** Does something that people do, as often as they do it. */
  async act(random: Random): Promise<void> {
    const room = random.pick(this.rooms);
    const habit = random.pick(drawn);
    const target = this.#pickTarget(room, habit, random);
    const act = target === undefined ? "send" : habit;
    this.counts[act] = (this.counts[act] ?? 0) + 1;
    if (target === undefined || act === "send") return this.#say(room);
    const emoji = random.pick(["👍", "🎭"]);
    if (act === "react") return this.#change(() => this.#chat.addReaction(room, target, emoji));
    if (act === "takeBack") return this.#change(() => this.#chat.removeReaction(room, target, emoji));
    if (act === "edit") return this.#change(() => this.#chat.editMessage(room, target, "changed"));
    if (act === "typing") return this.#chat.typing(room);
    if (act === "read") return this.#chat.markRead(room, this.#ledgers.get(room)?.lastSeqOf(this.name) ?? 0);
    if (act === "page") return this.#page(room);
    return this.reload();
  }

  /** A message to do something with; one's own, when there is one, is what one edits. None in an empty room. */
  #pickTarget(room: RoomId, habit: Act, random: Random): MessageId | undefined {
    const recent = this.#recent.get(room) ?? [];
    const own = habit === "edit" ? recent.filter(({ mine }) => mine) : [];
    const among = own.length > 0 ? own : recent;
    return among.length === 0 ? undefined : random.pick(among).id;
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
    const { status, body } = await callApi<object>(this.#cloud.apiUrl, {
      path: `/rooms/${room}/messages?limit=20`,
      token: this.#person.token,
    });
    // The gateway's own answer where a function was ended on its way; one of ours names an error.
    const isEnded = status === 500 && !("error" in body);
    if (status !== 200 && status !== 503 && !isEnded) throw new Error(`a page was answered with ${status}`);
  }

  #open(): Chat {
    const { token, user } = this.#person;
    const chat = createChat({ apiUrl: this.#cloud.apiUrl, token, storage: this.#storage });
    chat.on("events", ({ room, events }) => {
      this.#ledgers.get(room)?.take(this.name, events);
      for (const event of events) {
        if (event.kind !== "message.created") continue;
        const seen = { id: event.message.id, mine: event.user === user.id };
        this.#recent.set(room, [...(this.#recent.get(room) ?? []), seen].slice(-recentMax));
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
