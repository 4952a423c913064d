import { randomUUID } from "node:crypto";
import { connectionsPerUserMax } from "@parley/chat/connection/greet-connection";
import type { MessagesAnswer, Room } from "@parley/protocol";
import { callApi } from "../../testing/call-api.ts";
import { createPerson, createRoom, joinRoom, type Person } from "../../testing/create-person.ts";
import { type CloudCounts, readCounts } from "../../testing/read-counts.ts";
import { LightSocket } from "../load/light-socket.ts";
import { type Member, mapConcurrently, type Peer } from "./peer.ts";

export interface CloudReady {
  readonly apiUrl: string;
  readonly pageUrl: string;
  readonly inboxUrl: string;
  readonly websocketUrl: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
}

const peopleAtFirst = 4;
/** Below the cap of a person's connections by those of the room before, whose end may not be known yet. */
const connectionsPerPerson = connectionsPerUserMax - 2;
const openAtOnce = 8;
const signUpsAtOnce = 2;
const subscribeTimeoutMs = 30_000;

/** Parley over its public interfaces; people with many connections each, for accounts cost a second. */
export class ParleyPeer implements Peer {
  readonly name = "Parley";
  readonly #cloud: CloudReady;
  #people: readonly Person[] = [];
  room: Room | undefined;

  constructor(cloud: CloudReady) {
    this.#cloud = cloud;
  }

  async prepare(): Promise<void> {
    await this.#grow(peopleAtFirst);
  }

  async join(count: number, onFrame: (payload: Buffer, member: number) => void): Promise<Member[]> {
    await this.#grow(Math.ceil(count / connectionsPerPerson));
    const [owner, ...others] = this.#people.slice(0, count) as [Person, ...Person[]];
    const room = await createRoom(this.#cloud, owner, { visibility: "public" });
    this.room = room;
    for (const person of others) await joinRoom(this.#cloud, person, room.id);
    return mapConcurrently(count, openAtOnce, async (at) => {
      const person = this.#people[at % this.#people.length] ?? owner;
      const subscribed = Promise.withResolvers<void>();
      const socket = await LightSocket.open(await this.#ticketUrl(person), {
        onText: (payload) => {
          if (payload.includes('"type":"subscribed"')) subscribed.resolve();
          else onFrame(payload, at);
        },
      });
      socket.send(JSON.stringify({ action: "subscribe", id: randomUUID(), rooms: { [room.id]: null } }));
      const timer = setTimeout(
        () => subscribed.reject(new Error("No answer to a subscribe.")),
        subscribeTimeoutMs,
      );
      await subscribed.promise.finally(() => clearTimeout(timer));
      return {
        send: (text) =>
          socket.send(JSON.stringify({ action: "message.send", id: randomUUID(), room: room.id, text })),
        close: () => socket.close(),
      };
    });
  }

  async #grow(count: number): Promise<void> {
    const missing = Math.max(0, count - this.#people.length);
    const made = await mapConcurrently(missing, signUpsAtOnce, () => createPerson(this.#cloud));
    this.#people = [...this.#people, ...made];
  }

  async #ticketUrl(person: Person): Promise<string> {
    const { body } = await callApi<{ ticket: string; url: string }>(this.#cloud.apiUrl, {
      method: "POST",
      path: "/ws-ticket",
      token: person.token,
    });
    return `${body.url}?ticket=${body.ticket}`;
  }

  /** A socket that missed everything up to now: its frames are the caller's. */
  async openSocket(onText: (payload: Buffer) => void): Promise<LightSocket> {
    return LightSocket.open(await this.#ticketUrl(this.#owner()), { onText });
  }

  #owner(): Person {
    const [owner] = this.#people;
    if (owner === undefined) throw new Error("prepare() comes first.");
    return owner;
  }

  async call<T>(path: string): Promise<T> {
    const answer = await callApi<T>(this.#cloud.apiUrl, { path, token: this.#owner().token });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.body;
  }

  history(room: string): Promise<MessagesAnswer> {
    return this.call(`/rooms/${room}/messages?limit=50`);
  }

  counts(): Promise<CloudCounts> {
    return readCounts(this.#cloud);
  }
}
