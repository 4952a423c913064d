import { randomUUID } from "node:crypto";
import type { MessagesAnswer, Room } from "@parley/protocol";
import { callApi } from "../../testing/call-api.ts";
import { createPerson, createRoom, joinRoom, type Person } from "../../testing/create-person.ts";
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

/** Billable units so far, as the local cloud's console counts them. */
export interface CloudCounts {
  readonly frames: { readonly framesIn: number; readonly framesOut: number };
  readonly functions: Readonly<Record<string, { readonly invocations: number }>>;
}

const peopleCount = 4;
const openAtOnce = 8;

/** Parley over its public interfaces; a few people with many connections each, for accounts cost a second. */
export class ParleyPeer implements Peer {
  readonly name = "Parley";
  readonly #cloud: CloudReady;
  #people: readonly Person[] = [];
  room: Room | undefined;

  constructor(cloud: CloudReady) {
    this.#cloud = cloud;
  }

  async prepare(): Promise<void> {
    this.#people = await mapConcurrently(peopleCount, 2, () => createPerson(this.#cloud));
  }

  async join(count: number, onFrame: (payload: Buffer, member: number) => void): Promise<Member[]> {
    const [owner, ...others] = this.#people as [Person, ...Person[]];
    const room = await createRoom(this.#cloud, owner, { visibility: "public" });
    this.room = room;
    if (count > 1) for (const person of others) await joinRoom(this.#cloud, person, room.id);
    return mapConcurrently(count, openAtOnce, async (at) => {
      const person = this.#people[at % peopleCount] ?? owner;
      const subscribed = Promise.withResolvers<void>();
      const socket = await LightSocket.open(await this.#ticketUrl(person), {
        onText: (payload) => {
          if (payload.includes('"type":"subscribed"')) subscribed.resolve();
          else onFrame(payload, at);
        },
      });
      socket.send(JSON.stringify({ action: "subscribe", id: randomUUID(), rooms: { [room.id]: null } }));
      await subscribed.promise;
      return {
        send: (text) =>
          socket.send(JSON.stringify({ action: "message.send", id: randomUUID(), room: room.id, text })),
        close: () => socket.close(),
      };
    });
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

  async counts(): Promise<CloudCounts> {
    return (await (await fetch(`${this.#cloud.pageUrl}/_local/state`)).json()) as CloudCounts;
  }
}
