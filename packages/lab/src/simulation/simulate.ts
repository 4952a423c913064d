import { createHash } from "node:crypto";
import type { RoomId } from "@parley/protocol";
import type { ModelRoom } from "./model-room.ts";
import type { Random } from "./random.ts";
import { startMs } from "./settings.ts";
import type { SimClient } from "./sim-client.ts";
import { type Parts, soundParts, World } from "./world.ts";

export interface SimulateInput {
  readonly seed: number;
  readonly parts?: Partial<Parts>;
}

export interface SimulateOutcome {
  readonly seed: number;
  /** Empty when everything held. */
  readonly violations: readonly string[];
  readonly events: number;
  readonly incidents: Readonly<Record<string, number>>;
  /** The same for two runs that went the same way. */
  readonly fingerprint: string;
  /** Virtual time from the last fault until everybody had everything. */
  readonly convergedAfterMs: number;
}

const chaosMs = 30_000;
const sweepEveryMs = 60_000;
const stepMs = 2_000;
/** Three sweeps and some: by then the slowest way to mend anything has been gone. */
const calmMaxMs = 240_000;
/** The last Lambda of the chaotic part, frozen as it may be, has ended by then. */
const stragglerMs = 45_000;
/** What is sent in calm weather is pushed to everybody within this time, without anybody's asking. */
const pushMaxMs = 2_000;
const emojis = ["👍", "🎭"];

/**
 * One run: people talk while everything fails that can, then the weather turns fine, and everybody must come
 * to have the durable log, and it everything that was acknowledged, once and in one order.
 */
export async function simulate({ seed, parts = {} }: SimulateInput): Promise<SimulateOutcome> {
  const world = new World(seed, { ...soundParts, ...parts });
  const random = world.random.fork();
  for (const client of world.clients) client.start();
  const sweep = () => {
    void world.service.sweep();
    world.scheduler.after(sweepEveryMs, sweep);
  };
  world.scheduler.after(random.between(0, sweepEveryMs), sweep);
  planTalk(world, random);
  planFaults(world, random);
  await world.scheduler.run(startMs + chaosMs);
  world.calm();
  await settle(world);
  const convergedAfterMs = world.scheduler.nowMs - startMs - chaosMs;
  await world.scheduler.run(world.scheduler.nowMs + stragglerMs);
  while (!world.service.hasDelivered) await world.scheduler.run(world.scheduler.nowMs + stragglerMs);
  await settle(world);
  if (world.observer.violations.length === 0) await probe(world);
  checkEnd(world);
  const { incidents } = world;
  const texts = world.rooms.flatMap((room) => world.events.logOf(room).map(({ text }) => text));
  const fingerprint = fingerprintOf([...texts, String(world.scheduler.tasks), String(world.scheduler.nowMs)]);
  const { violations } = world.observer;
  return { seed, violations, events: texts.length, incidents, fingerprint, convergedAfterMs };
}

function fingerprintOf(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("base64url");
}

function planTalk(world: World, random: Random): void {
  const acts = 10 + random.below(60);
  const burst = random.chance(0.4);
  for (let act = 0; act < acts; act += 1) {
    const atMs = burst && random.chance(0.7) ? random.between(3_000, 4_500) : random.between(500, chaosMs);
    const client = random.pick(world.clients);
    world.scheduler.after(atMs, () => talk(client, random.pick(world.rooms), random));
  }
  for (let poisons = world.faults.poisons; poisons > 0; poisons -= 1) {
    const { user } = random.pick(world.clients);
    const room = random.pick(world.rooms);
    world.scheduler.after(random.between(500, chaosMs), () => void world.poison(room, user));
  }
  for (let removals = world.faults.removals; removals > 0; removals -= 1) {
    const { user } = random.pick(world.clients);
    const room = random.pick(world.rooms);
    const atMs = random.between(1_000, chaosMs - 5_000);
    world.scheduler.after(atMs, () => void world.takeOut(room, user));
    const back = random.between(500, 5_000);
    world.scheduler.after(atMs + back, () => void world.bringIn(room, user));
  }
}

/** One thing that a person does; just saying something is always possible. */
function talk(client: SimClient, id: RoomId, random: Random): void {
  const known = client.rooms.get(id)?.messages() ?? [];
  const request = { id: client.newId(), room: id };
  const choice = known.length === 0 ? 0 : random.next();
  if (choice < 0.6) {
    client.request({ action: "message.send", ...request, text: `says ${request.id}` });
    return;
  }
  const message = random.pick(known.slice(-6));
  if (choice < 0.7)
    client.request({ action: "message.edit", ...request, message, text: `edits ${request.id}` });
  else if (choice < 0.75) client.request({ action: "message.delete", ...request, message });
  else {
    const action = random.chance(0.6) ? "reaction.add" : "reaction.remove";
    client.request({ action, ...request, message, emoji: random.pick(emojis) });
  }
}

function planFaults(world: World, random: Random): void {
  const { faults, scheduler, redis, weather } = world;
  const often = (times: number, plan: (atMs: number) => void) => {
    for (let time = 0; time < times; time += 1) plan(random.between(1_000, chaosMs));
  };
  const outage = (port: string, longestMs: number) => (atMs: number) => {
    scheduler.after(atMs, () => weather.away.add(port));
    scheduler.after(atMs + random.between(200, longestMs), () => weather.away.delete(port));
  };
  often(faults.redisEmptied, (atMs) => {
    scheduler.after(atMs, () => {
      redis.flush();
      world.observer.sawForgotten();
    });
  });
  often(faults.redisStale, (atMs) => {
    const lagMs = random.chance(0.7) ? random.between(0, 300) : random.between(0, 10_000);
    scheduler.after(atMs - Math.min(lagMs, atMs), () => {
      const captured = redis.capture();
      scheduler.after(Math.min(lagMs, atMs), () => {
        redis.restore(captured);
        world.observer.sawForgotten();
      });
    });
  });
  often(faults.redisAway, outage("log", 5_000));
  often(faults.postgresAway, outage("events", 12_000));
  often(faults.dynamoAway, outage("connections", 5_000));
  often(faults.disconnects, (atMs) => {
    const client = random.pick(world.clients);
    scheduler.after(atMs, () => client.disconnect(random.chance(0.6)));
  });
}

/** Lets fine weather do its work: until everybody has everything, or it has had time enough. */
async function settle(world: World): Promise<void> {
  const endMs = world.scheduler.nowMs + calmMaxMs;
  const people = new Set(world.clients.map(({ user }) => user));
  while (world.scheduler.nowMs < endMs) {
    for (const room of world.rooms) {
      for (const user of people) {
        const out = world.events.rooms.get(room)?.members.has(user) !== true;
        if (out) await driven(world, world.bringIn(room, user));
      }
    }
    await world.scheduler.run(world.scheduler.nowMs + stepMs);
    if (world.clients.every((client) => client.isSettled && hasAll(world, client))) return;
  }
}

/** Everybody listens again by now: what is said is pushed to all, without pings and repairs. */
async function probe(world: World): Promise<void> {
  for (const client of world.clients) client.hush();
  const [speaker] = world.clients;
  for (const room of world.rooms) {
    speaker?.request({ action: "message.send", id: speaker.newId(), room, text: "probe" });
  }
  await world.scheduler.run(world.scheduler.nowMs + pushMaxMs);
}

/** Runs the world on until something that goes on in it is done. */
async function driven(world: World, work: Promise<unknown>): Promise<void> {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  await world.scheduler.run(world.scheduler.nowMs + 60_000, () => done);
}

function hasAll(world: World, client: SimClient): boolean {
  return [...client.rooms.values()].every((room) => room.lastSeq === world.events.logOf(room.id).length);
}

function checkEnd(world: World): void {
  const { observer, events, redis } = world;
  for (const room of world.rooms) {
    observer.checkLog(room, new Set(world.founders));
    const hot = redis.rooms.get(room);
    const headSeq = events.logOf(room).length;
    if (hot !== undefined && (hot.mark !== headSeq || hot.head !== headSeq)) {
      observer.report(`${room} is hot at ${hot.mark} of ${hot.head} and durable at ${headSeq}`);
    }
  }
  for (const client of world.clients) {
    for (const room of client.rooms.values()) checkRoom(world, client, room);
    for (const { id, frame, outcome } of client.outbox) {
      const held = observer.holds(frame.room, client.user, id);
      if (outcome === "open") observer.report(`${frame.action} ${id} was never answered`);
      const lost = outcome === "kept" && !held && frame.action === "message.send";
      if (lost) observer.report(`${id} was acknowledged and is not in the log`);
    }
  }
}

function checkRoom({ observer, events }: World, { user }: SimClient, room: ModelRoom): void {
  const durable = events.logOf(room.id);
  if (room.lastSeq !== durable.length) {
    observer.report(`${user} has ${room.lastSeq} of ${durable.length} events of ${room.id}`);
  }
  const strange = room.applied.find((event, at) => JSON.stringify(event) !== durable[at]?.text);
  if (strange !== undefined) observer.report(`${user} has ${JSON.stringify(strange)}, which is not durable`);
}
