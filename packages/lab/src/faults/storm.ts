import { setTimeout as sleep } from "node:timers/promises";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Event, EventsAnswer, RoomId } from "@parley/protocol";
import { callApi } from "../testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { findViolations } from "./find-violations.ts";
import { StormClient } from "./storm-client.ts";

export type Blow = "redis killed" | "postgres killed" | "redis emptied";

export interface StormInput {
  readonly clients: number;
  readonly messages: number;
  /** What happens, in this order, spread evenly over the messages. */
  readonly blows: readonly Blow[];
  readonly note: (line: string) => void;
}

export interface StormReport {
  readonly events: number;
  readonly tookMs: number;
  readonly blows: readonly {
    readonly blow: Blow;
    /** From when the store was there again until everybody had what was said then. */
    readonly convergedAfterMs: number;
  }[];
  readonly violations: readonly string[];
}

const downMs = 300;
const convergeMaxMs = 120_000;

/** People talk over the whole local cloud while its stores are killed, and then everybody must have the durable log. */
export async function runStorm(input: StormInput): Promise<StormReport> {
  const cloud = await startCloud({ environment: noLimits });
  const clients: StormClient[] = [];
  try {
    const { people, room } = await gather(cloud, input.clients);
    input.note(`${people.length} people are in`);
    clients.push(...(await Promise.all(people.map((person) => StormClient.connect(cloud, person, room)))));
    const startedMs = Date.now();
    const each = Math.ceil(input.messages / clients.length);
    const [blows] = await Promise.all([
      strike(cloud, clients, input),
      ...clients.map((client) => client.talk(each)),
    ]);
    const expected = clients.flatMap(({ sent }) => sent);
    await waitFor(() => clients.every((client) => countMessages(client.seen) >= expected.length));
    const durable = await readDurable(cloud, room, people[0]);
    const tookMs = Date.now() - startedMs;
    const violations = findViolations({ durable, expected, seen: clients.map(({ seen }) => seen) });
    return { events: durable.length, tookMs, blows, violations };
  } finally {
    for (const client of clients) client.close();
    await cloud.stop();
  }
}

async function gather(cloud: Cloud, count: number): Promise<{ people: Person[]; room: RoomId }> {
  const people: Person[] = [];
  for (let at = 0; at < count; at += 1) people.push(await createPerson(cloud, `Person${at}`));
  const [owner, ...others] = people as [Person, ...Person[]];
  const members = others.map(({ username }) => username);
  const room = await createRoom(cloud, owner, { visibility: "private", members });
  return { people, room: room.id };
}

async function strike(
  cloud: Cloud,
  clients: readonly StormClient[],
  { blows, messages, note }: StormInput,
): Promise<StormReport["blows"]> {
  const struck: { blow: Blow; convergedAfterMs: number }[] = [];
  const [witness] = clients;
  for (const [at, blow] of blows.entries()) {
    const due = (messages * (at + 1)) / (blows.length + 1);
    await waitFor(() => countMessages(witness?.seen ?? []) >= due, Infinity);
    await deal(cloud, blow);
    const backMs = Date.now();
    const text = `after blow ${at}`;
    await witness?.say(text);
    await waitFor(() => clients.every((client) => client.saw(text)));
    const convergedAfterMs = Date.now() - backMs;
    struck.push({ blow, convergedAfterMs });
    note(`${blow} after ${due.toFixed(0)} messages: all converged ${convergedAfterMs} ms after it was back`);
  }
  return struck;
}

async function deal(cloud: Cloud, blow: Blow): Promise<void> {
  if (blow === "redis emptied") {
    const { Redis } = await import("ioredis");
    const redis = new Redis(cloud.redis.url);
    await redis.flushall();
    redis.disconnect();
    return;
  }
  const store = blow === "redis killed" ? cloud.redis : cloud.postgres;
  await store.kill();
  await sleep(downMs);
  await store.start();
}

async function readDurable(cloud: Cloud, room: RoomId, reader: Person | undefined): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const path = `/rooms/${room}/events?after=${after}&limit=500`;
    const { body } = await callApi<EventsAnswer>(cloud.apiUrl, { path, token: reader?.token });
    events.push(...body.events);
    if (!body.hasMore) return events;
  }
}

function countMessages(events: readonly Event[]): number {
  return events.reduce((count, { kind }) => (kind === "message.created" ? count + 1 : count), 0);
}

/** Waits until it is so, or for so long: what is not so then is for the invariants to say. */
async function waitFor(isSo: () => boolean, longestMs = convergeMaxMs): Promise<void> {
  const deadlineMs = Date.now() + longestMs;
  while (!isSo() && Date.now() < deadlineMs) await sleep(10);
}
