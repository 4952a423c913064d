import { setTimeout as sleep } from "node:timers/promises";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { RoomId, UserId } from "@parley/protocol";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { findViolations } from "./find-violations.ts";
import type { Blow, PlannedBlow } from "./plan-blows.ts";
import { readDurable } from "./read-durable.ts";
import { StormClient } from "./storm-client.ts";
import { StormLedger } from "./storm-ledger.ts";

export interface StormInput {
  readonly clients: number;
  readonly messages: number;
  /** Ascending. */
  readonly blows: readonly PlannedBlow[];
  readonly note: (line: string) => void;
}

export interface Struck {
  readonly blow: Blow;
  /** From when the store was there again until everybody had all that anybody had said before. */
  readonly convergedAfterMs: number;
}

export interface StormReport {
  readonly events: number;
  readonly tookMs: number;
  readonly struck: readonly Struck[];
  readonly violations: readonly string[];
}

/** All that a storm is made of. */
interface Weather extends StormInput {
  readonly cloud: Cloud;
  readonly ledger: StormLedger;
  readonly people: readonly StormClient[];
}

const downMs = 300;
const convergeMaxMs = 120_000;

/** People talk over the whole local cloud while its stores are killed, and then everybody must have the durable log. */
export async function runStorm(input: StormInput): Promise<StormReport> {
  const cloud = await startCloud({ environment: noLimits });
  const people: StormClient[] = [];
  const ledger = new StormLedger();
  try {
    const { persons, room } = await gather(cloud, input.clients);
    for (const person of persons) people.push(await StormClient.connect(cloud, { person, room, ledger }));
    input.note(`${people.length} people are in`);
    const startedMs = Date.now();
    const each = Math.ceil(input.messages / people.length);
    const [struck] = await Promise.all([
      strike({ ...input, cloud, ledger, people }),
      ...people.map((client) => client.talk(each)),
    ]);
    await waitFor(() => haveAll({ ledger, people }, countSent(people)));
    const tookMs = Date.now() - startedMs;
    const durable = await readDurable(cloud, room, persons[0]);
    await waitFor(() => people.every(({ person }) => ledger.lastSeqOf(person.username) >= durable.length));
    ledger.compare(durable);
    const expected = people.flatMap(({ sent }) => sent);
    const violations = [...ledger.violations, ...findViolations(durable, expected)];
    return { events: durable.length, tookMs, struck, violations };
  } finally {
    for (const client of people) client.close();
    await cloud.stop();
  }
}

async function gather(cloud: Cloud, count: number): Promise<{ persons: Person[]; room: RoomId }> {
  const persons: Person[] = [];
  for (let at = 0; at < count; at += 1) persons.push(await createPerson(cloud, `Person${at}`));
  const [owner, ...others] = persons as [Person, ...Person[]];
  const members = others.map(({ username }) => username);
  const room = await createRoom(cloud, owner, { visibility: "private", members });
  return { persons, room: room.id };
}

async function strike(weather: Weather): Promise<Struck[]> {
  const { blows, cloud, ledger, people, note } = weather;
  const struck: Struck[] = [];
  const witness = people[0]?.person.username ?? "";
  for (const { blow, afterMessages } of blows) {
    await waitFor(() => ledger.messagesSeenBy(witness) >= afterMessages, Infinity);
    await deal(cloud, blow);
    const backMs = Date.now();
    const counts = countSent(people);
    await waitFor(() => haveAll(weather, counts));
    const convergedAfterMs = Date.now() - backMs;
    struck.push({ blow, convergedAfterMs });
    note(
      `${blow} after ${afterMessages} messages: all had everything ${convergedAfterMs} ms after it was back`,
    );
  }
  return struck;
}

function countSent(people: readonly StormClient[]): Map<UserId, number> {
  return new Map(people.map(({ person, sent }) => [person.user.id, sent.length]));
}

function haveAll(
  { ledger, people }: Pick<Weather, "ledger" | "people">,
  counts: ReadonlyMap<UserId, number>,
): boolean {
  return people.every(({ person }) => ledger.hasSeen(person.username, counts));
}

async function deal(cloud: Cloud, blow: Blow): Promise<void> {
  if (blow === "redis emptied") {
    await cloud.redis.empty();
    return;
  }
  const store = blow === "redis killed" ? cloud.redis : cloud.postgres;
  await store.kill();
  await sleep(downMs);
  await store.start();
}

/** Waits until it is so, or for so long: what is not so then is for the invariants to say. */
async function waitFor(isSo: () => boolean, longestMs = convergeMaxMs): Promise<void> {
  const deadlineMs = Date.now() + longestMs;
  while (!isSo() && Date.now() < deadlineMs) await sleep(10);
}
