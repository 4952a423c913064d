import { setTimeout as sleep } from "node:timers/promises";
import { startCloud } from "@parley/local/cloud";
import { findViolations } from "../faults/find-violations.ts";
import { readDurable } from "../faults/read-durable.ts";
import { Random } from "../simulation/random.ts";
import { noLimits } from "../testing/no-limits.ts";
import { gather, type Soak } from "./gather.ts";
import type { SoakDevice } from "./soak-device.ts";
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
  /** How often each thing was done that people do. */
  readonly acts: Readonly<Record<string, number>>;
  /** From the last fault's end until every device had every room whole. */
  readonly convergedAfterMs: number;
  readonly violations: readonly string[];
}

/**
 * What two cores keep up with. The gateway's own quota is made for a cloud behind it: here those beyond would wait in
 * line for longer than their clients do, and be served when nobody is there any more.
 */
const quotas = { newConnectionsPerSecond: 40 };
const convergeMaxMs = 120_000;

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
    const sizes = [...soak.members.values()].map(({ length }) => length);
    const among = `${sizes.length} rooms of ${Math.min(...sizes)} to ${Math.max(...sizes)}`;
    input.note(
      `${devices.length} devices of ${soak.people.length} people in ${among}: ${describeDevices(devices)}`,
    );
    const random = new Random(input.seed);
    const [faults] = await Promise.all([
      strike(soak, random.fork(), input),
      live(soak, random.fork(), input),
    ]);
    const healedMs = Date.now();
    const durable = await settle(soak);
    const convergedAfterMs = Date.now() - healedMs;
    input.note(describeDevices(devices));
    const violations = check(soak, durable);
    const events = [...durable.values()].reduce((sum, log) => sum + log.length, 0);
    const messages = devices.reduce((sum, { sent }) => sum + sent.length, 0);
    return { events, messages, faults, acts: countActs(devices), convergedAfterMs, violations };
  } finally {
    for (const device of devices) device.close();
    await cloud.stop();
  }
}

function describeDevices(devices: readonly SoakDevice[]): string {
  const states = Object.groupBy(devices, ({ connection }) => connection.status);
  return Object.entries(states)
    .map(([status, those]) => `${those?.length} ${status}`)
    .join(", ");
}

function countActs(devices: readonly SoakDevice[]): Record<string, number> {
  const acts: Record<string, number> = {};
  for (const { counts } of devices) {
    for (const [act, count] of Object.entries(counts)) acts[act] = (acts[act] ?? 0) + count;
  }
  return acts;
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

async function live(soak: Soak, random: Random, { seconds, actsPerSecond }: SoakInput): Promise<void> {
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
