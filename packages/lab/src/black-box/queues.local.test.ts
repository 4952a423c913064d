import type { Chat } from "@parley/client";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Event, EventsAnswer, Room } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../testing/call-api.ts";
import { connectChat } from "../testing/connect-chat.ts";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";
import { type QueueProxy, startQueueProxy } from "../testing/queue-proxy.ts";

interface Seat {
  readonly chat: Chat;
  readonly seen: Event[];
}

let proxy: QueueProxy;
let cloud: Cloud;
let people: readonly Person[];
let room: Room;

beforeAll(async () => {
  proxy = await startQueueProxy();
  const deliveries = proxy.urlOf("/000000000000/parley-local-deliveries.fifo");
  cloud = await startCloud({
    environment: { ...noLimits, DIRECT_RECIPIENTS_MAX: "3", DELIVERIES_QUEUE_URL: deliveries },
  });
  proxy.target = cloud.settings["AWS_ENDPOINT_URL_SQS"] ?? "";
  people = await Promise.all(["Ada", "Bob", "Cyd"].map((name) => createPerson(cloud, name)));
  const [owner, ...others] = people as readonly [Person, ...Person[]];
  const members = others.map(({ username }) => username);
  room = await createRoom(cloud, owner, { visibility: "private", members });
});
afterAll(async () => {
  await cloud?.stop();
  await proxy?.stop();
});

const linesOf = (source: string, message: string) =>
  cloud.logs().flatMap((line) => {
    return line.source === source && line.message === message && line.fields !== undefined
      ? [line.fields]
      : [];
  });

/** One of a person's several tabs. */
async function sit(person: Person): Promise<Seat> {
  const chat = await connectChat(cloud, person);
  const seen: Event[] = [];
  chat.on("events", ({ events }) => seen.push(...events));
  chat.follow([{ id: room.id, headSeq: 0 }]);
  return { chat, seen };
}

async function readDurable(): Promise<readonly Event[]> {
  const path = `/rooms/${room.id}/events?after=0&limit=500`;
  return (await callApi<EventsAnswer>(cloud.apiUrl, { path, token: people[0]?.token })).body.events;
}

describe("a drainer that gave up", () => {
  it("[DRAIN13] is followed up over the queue within seconds, with nobody asking and no sweep", async () => {
    const [ada, bob] = await Promise.all(people.slice(0, 2).map((person) => PlainSocket.open(cloud, person)));
    if (ada === undefined || bob === undefined) throw new Error("no sockets");
    for (const socket of [ada, bob]) {
      await socket.answer(socket.send({ action: "subscribe", rooms: { [room.id]: null } as never }));
    }
    await cloud.postgres.kill();
    const id = ada.send({ action: "message.send", room: room.id, text: "said while Postgres was away" });
    expect(await ada.answer(id)).toMatchObject({ type: "error", code: "unavailable", retryable: true });
    expect(bob.events(room.id)).toEqual([]);
    await cloud.postgres.start();
    const startedMs = Date.now();
    await bob.until(() => bob.events(room.id)[0], "the event", 20_000);
    expect(Date.now() - startedMs).toBeLessThan(10_000);
    expect(bob.events(room.id)).toMatchObject([{ clientId: id }]);
    await expect.poll(() => linesOf("drain", "drained")).toMatchObject([{ room: room.id, events: 1 }]);
    for (const socket of [ada, bob]) socket.close();
  });
});

describe("a large room", () => {
  const each = 15;
  const seats: Seat[] = [];
  beforeAll(async () => {
    seats.push(...(await Promise.all([...people, ...people, ...people].map(sit))));
  });
  afterAll(() => {
    for (const { chat } of seats) chat.close();
  });

  /** Three people talk at once; every seat sees the durable log, in its order, each event once. */
  async function talk(topic: string): Promise<readonly Event[]> {
    const before = (await readDurable()).length;
    await expect.poll(() => seats.map(({ seen }) => seen.length)).toEqual(seats.map(() => before));
    await Promise.all(
      seats.slice(0, people.length).map(async ({ chat }, who) => {
        for (let said = 0; said < each; said += 1) await chat.send(room.id, `${topic} ${who} ${said}`);
      }),
    );
    const total = before + people.length * each;
    await expect
      .poll(() => seats.map(({ seen }) => seen.length), { timeout: 40_000, interval: 50 })
      .toEqual(seats.map(() => total));
    const durable = await readDurable();
    for (const { seen } of seats) expect(seen).toEqual(durable);
    return durable.slice(before);
  }

  const shardsOf = (events: readonly Event[]) =>
    linesOf("deliver", "delivered").filter(({ firstSeq }) => events.some(({ seq }) => seq === firstSeq));

  it("[DEL9] is served over the queue: everything, in one order, once to each of a person's tabs", async () => {
    const events = await talk("sound");
    const shards = shardsOf(events);
    for (const { seq } of events) {
      const reached = shards.filter(
        ({ firstSeq, lastSeq }) => Number(firstSeq) <= seq && seq <= Number(lastSeq),
      );
      expect(reached.reduce((sum, { recipients }) => sum + Number(recipients), 0)).toBe(9);
    }
  }, 60_000);

  it("[DEL9] sees nothing twice when every message of the queue comes twice", async () => {
    proxy.mode = "twice";
    const events = await talk("twice");
    await expect
      .poll(() => shardsOf(events).reduce((sum, { recipients }) => sum + Number(recipients), 0))
      .toBeGreaterThan(9);
  }, 60_000);

  it("[DEL9] is posted to directly while the queue is out of reach", async () => {
    proxy.mode = "away";
    const sentBefore = proxy.sent;
    expect(shardsOf(await talk("away"))).toEqual([]);
    expect(proxy.sent).toBe(sentBefore);
    proxy.mode = "sound";
  }, 60_000);

  it("leaves no message of a queue behind", async () => {
    const empty = { waiting: 0, inFlight: 0, delayed: 0, dead: 0 };
    await expect
      .poll(() => cloud.queueDepths())
      .toEqual(["deliveries", "drains", "hooks"].map((name) => ({ name, ...empty })));
  });
});
