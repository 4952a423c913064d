import type { Chat } from "@parley/client";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Event, EventsAnswer, Room } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../testing/call-api.ts";
import { connectChat } from "../testing/connect-chat.ts";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";

const people = 4;
const messagesEach = 500;
const total = people * messagesEach;
/** Sent but not seen yet, per client: as a fast typist with a queue would have it, not one by one. */
const inFlightMax = 20;

interface Client {
  readonly chat: Chat;
  readonly person: Person;
  readonly seen: Event[];
}

let cloud: Cloud;
let room: Room;
let clients: Client[];

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  const names = Array.from({ length: people }, (_, at) => `Person${at}`);
  const signedIn = await Promise.all(names.map((name) => createPerson(cloud, name)));
  const [owner, ...others] = signedIn as [Person, ...Person[]];
  room = await createRoom(cloud, owner, {
    visibility: "private",
    members: others.map((person) => person.username),
  });
  clients = await Promise.all(signedIn.map((person) => connect(person)));
});
afterAll(async () => {
  for (const { chat } of clients ?? []) chat.close();
  await cloud?.stop();
});

async function connect(person: Person): Promise<Client> {
  const chat = await connectChat(cloud, person);
  const seen: Event[] = [];
  chat.on("events", ({ events }) => seen.push(...events));
  chat.follow([{ id: room.id, headSeq: 0 }]);
  return { chat, person, seen };
}

const messagesIn = (events: readonly Event[]) => events.filter((event) => event.kind === "message.created");

async function sendAll({ chat, person, seen }: Client): Promise<void> {
  const mine = () => messagesIn(seen).filter((event) => event.user === person.user.id).length;
  for (let sent = 0; sent < messagesEach; sent += 1) {
    while (sent - mine() >= inFlightMax) await new Promise((resolve) => setTimeout(resolve, 5));
    await chat.send(room.id, `${person.username} ${sent}`);
  }
}

async function loseRedisAt(count: number): Promise<void> {
  const seen = clients[0]?.seen ?? [];
  while (messagesIn(seen).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  await cloud.redis.kill();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await cloud.redis.start();
}

async function readDurable(): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const { body } = await callApi<EventsAnswer>(cloud.apiUrl, {
      path: `/rooms/${room.id}/events?after=${after}&limit=500`,
      token: clients[0]?.person.token,
    });
    events.push(...body.events);
    if (!body.hasMore) return events;
  }
}

describe("the loss of Redis while people send", () => {
  it("loses, doubles and reorders nothing: every message once, one order for all, no gap", async () => {
    const losses = loseRedisAt(total / 5).then(() => loseRedisAt((total * 3) / 5));
    await Promise.all([...clients.map(sendAll), losses]);
    await expect
      .poll(() => clients.map(({ seen }) => messagesIn(seen).length), { timeout: 60_000, interval: 100 })
      .toEqual(clients.map(() => total));
    const durable = await readDurable();
    expect(durable.map((event) => event.seq)).toEqual(durable.map((_, at) => at + 1));
    const texts = messagesIn(durable).map((event) => event.message.text);
    const expected = clients.flatMap(({ person }) =>
      Array.from({ length: messagesEach }, (_, sent) => `${person.username} ${sent}`),
    );
    expect(texts.toSorted()).toEqual(expected.toSorted());
    for (const { seen } of clients) {
      expect(seen.map(({ seq }) => seq)).toEqual(durable.map(({ seq }) => seq));
      expect(messagesIn(seen).map((event) => event.message.text)).toEqual(texts);
    }
    for (const { person } of clients) {
      const own = texts.filter((text) => text.startsWith(`${person.username} `));
      expect(own).toEqual(Array.from({ length: messagesEach }, (_, sent) => `${person.username} ${sent}`));
    }
  }, 180_000);
});
