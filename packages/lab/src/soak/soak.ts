import { setTimeout as sleep } from "node:timers/promises";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { RoomId } from "@parley/protocol";
import { findViolations } from "../faults/find-violations.ts";
import { readDurable } from "../faults/read-durable.ts";
import { StormLedger } from "../faults/storm-ledger.ts";
import { Random } from "../simulation/random.ts";
import { createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { seedPeople } from "../testing/seed-people.ts";
import { SoakDevice } from "./soak-device.ts";
import { planFaults, soakFaults } from "./timetable.ts";

export interface SoakInput {
  readonly seed: number;
  readonly seconds: number;
  /** Sockets in all. */
  readonly sockets: number;
  readonly rooms: number;
  /** Of all kinds, by everybody together. */
  readonly actsPerSecond: number;
  readonly faultEverySeconds: number;
  readonly note: (line: string) => void;
}

export interface SoakReport {
  readonly events: number;
  readonly messages: number;
  readonly faults: number;
  /** From the last fault's end until every device had every room whole. */
  readonly convergedAfterMs: number;
  readonly violations: readonly string[];
}

/** Half of what a person may have: those that were cut, and whose end is not known yet, count as well. */
const devicesPerPerson = 10;
const roomSizes = [2, 3, 5, 8, 13, 50];
/** All that come in together are let in at this pace. */
const arrivals = { atOnce: 20, everyMs: 500 } as const;
/**
 * What two cores keep up with. The gateway's own quota is made for a cloud behind it: here those beyond would wait in
 * line for longer than their clients do, and be served when nobody is there any more.
 */
const quotas = { newConnectionsPerSecond: 40 };
const gatherMaxMs = 120_000;
const convergeMaxMs = 120_000;

interface Soak {
  readonly cloud: Cloud;
  readonly people: readonly Person[];
  readonly members: ReadonlyMap<RoomId, readonly Person[]>;
  readonly ledgers: ReadonlyMap<RoomId, StormLedger>;
  readonly devices: SoakDevice[];
  readonly failures: string[];
}

/**
 * People with many devices use rooms of different sizes while faults happen on a timetable that the seed draws,
 * over real servers and the real bundles. Then every device must have been told the durable log of each of its
 * rooms, each event once and in order, and each text must stand there once.
 */
export async function runSoak(input: SoakInput): Promise<SoakReport> {
  const cloud = await startCloud({ environment: noLimits, quotas });
  const devices: SoakDevice[] = [];
  try {
    const soak = await gather(cloud, devices, input);
    input.note(`${devices.length} devices of ${soak.people.length} people in ${soak.members.size} rooms`);
    const random = new Random(input.seed);
    const [faults] = await Promise.all([strike(soak, random.fork(), input), act(soak, random.fork(), input)]);
    const healedMs = Date.now();
    const durable = await settle(soak);
    const convergedAfterMs = Date.now() - healedMs;
    input.note(describeDevices(devices));
    const violations = check(soak, durable);
    const events = [...durable.values()].reduce((sum, log) => sum + log.length, 0);
    const messages = devices.reduce((sum, { sent }) => sum + sent.length, 0);
    return { events, messages, faults, convergedAfterMs, violations };
  } finally {
    for (const device of devices) device.close();
    await cloud.stop();
  }
}

async function gather(cloud: Cloud, devices: SoakDevice[], input: SoakInput): Promise<Soak> {
  const people = await seedPeople(cloud, Math.ceil(input.sockets / devicesPerPerson), "Soaked");
  const members = new Map<RoomId, readonly Person[]>();
  for (let at = 0; at < input.rooms; at += 1) {
    const size = Math.min(people.length, roomSizes[at % roomSizes.length] ?? 2);
    const inside = Array.from(
      { length: size },
      (_, step) => people[(at + step * 7) % people.length] as Person,
    );
    const distinct = [...new Set(inside)];
    const [owner, ...others] = distinct as [Person, ...Person[]];
    const room = await createRoom(cloud, owner, {
      visibility: "private",
      members: others.map((one) => one.username),
    });
    members.set(room.id, distinct);
  }
  const ledgers = new Map([...members.keys()].map((room) => [room, new StormLedger()]));
  for (let at = 0; at < input.sockets; at += 1) {
    const person = people[at % people.length] as Person;
    const rooms = [...members].filter(([, inside]) => inside.includes(person)).map(([room]) => room);
    if (rooms.length > 0)
      devices.push(new SoakDevice(cloud, { name: `${person.username}/${at}`, person, rooms, ledgers }));
    if (at % arrivals.atOnce === arrivals.atOnce - 1) await sleep(arrivals.everyMs);
  }
  await untilAll(devices, ({ connection }) => connection.status === "online", gatherMaxMs);
  return { cloud, people, members, ledgers, devices, failures: [] };
}

async function untilAll(
  devices: readonly SoakDevice[],
  is: (device: SoakDevice) => boolean,
  longestMs: number,
): Promise<void> {
  const deadlineMs = Date.now() + longestMs;
  while (!devices.every(is) && Date.now() < deadlineMs) await sleep(100);
}

function describeDevices(devices: readonly SoakDevice[]): string {
  const states = Object.groupBy(devices, ({ connection }) => connection.status);
  return Object.entries(states)
    .map(([status, those]) => `${those?.length} ${status}`)
    .join(", ");
}

async function strike({ cloud, devices }: Soak, random: Random, input: SoakInput): Promise<number> {
  const startedMs = Date.now();
  const planned = planFaults(random, input.seconds * 1_000, input.faultEverySeconds * 1_000);
  for (const { fault, atMs } of planned) {
    await sleep(Math.max(0, startedMs + atMs - Date.now()));
    const second = ((Date.now() - startedMs) / 1_000).toFixed(0);
    input.note(`${second} s: ${fault} (${describeDevices(devices)})`);
    await soakFaults[fault]?.(cloud, random);
  }
  return planned.length;
}

async function act(soak: Soak, random: Random, { seconds, actsPerSecond }: SoakInput): Promise<void> {
  const endMs = Date.now() + seconds * 1_000;
  const acts: Promise<void>[] = [];
  while (Date.now() < endMs) {
    const device = random.pick(soak.devices);
    acts.push(
      device
        .act(random)
        .catch((error: unknown) => void soak.failures.push(`${device.name}: ${String(error)}`)),
    );
    await sleep(random.between(0, 2_000 / actsPerSecond));
  }
  await Promise.all(acts);
}

/** Waits until everybody has everything, or long enough: what is missing then is for the check to say. */
async function settle({ cloud, members, ledgers, devices }: Soak) {
  const deadlineMs = Date.now() + convergeMaxMs;
  for (;;) {
    const logs = await Promise.all(
      [...members].map(async ([room, [reader]]) => [room, await readDurable(cloud, room, reader)] as const),
    );
    const durable = new Map(logs);
    const texts = new Set(
      logs.flatMap(([, log]) =>
        log.flatMap((event) => (event.kind === "message.created" ? [event.message.text] : [])),
      ),
    );
    const whole =
      devices.every(({ sent }) => sent.every(({ text }) => texts.has(text))) &&
      devices.every(({ name, rooms }) =>
        rooms.every((room) => (ledgers.get(room)?.lastSeqOf(name) ?? 0) >= (durable.get(room)?.length ?? 0)),
      );
    if (whole || Date.now() > deadlineMs) return durable;
    await sleep(500);
  }
}

function check({ ledgers, devices, failures }: Soak, durable: Awaited<ReturnType<typeof settle>>): string[] {
  const violations = [...failures];
  for (const [room, log] of durable) {
    const ledger = ledgers.get(room);
    ledger?.compare(log);
    const expected = devices.flatMap(({ sent }) =>
      sent.filter((one) => one.room === room).map(({ text }) => text),
    );
    violations.push(...(ledger?.violations ?? []), ...findViolations(log, expected));
  }
  return violations;
}
