import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud } from "@parley/local/cloud";
import type { Random } from "../simulation/random.ts";

/** Longer than a statement may take: what waits for it runs into its time-out. */
const tooSlowMs = 6_000;
/** About what the functions take: some are done in it, others are ended on their way. */
const tooShortMs = 15;
const functionsKilled = ["message", "message", "api", "connect", "disconnect", "drain"] as const;

/** What happens to the service while people use it. Each ends by itself and leaves everything whole. */
export const soakFaults: Readonly<Record<string, (cloud: Cloud, random: Random) => Promise<void>>> = {
  "redis killed": async ({ redis }) => {
    await redis.kill();
    await sleep(300);
    await redis.start();
  },
  "redis emptied": ({ redis }) => redis.empty(),
  "postgres killed": async ({ postgres }) => {
    await postgres.kill();
    await sleep(300);
    await postgres.start();
  },
  "postgres paused": async ({ postgres }) => {
    await postgres.pause();
    await sleep(2_000);
    await postgres.resume();
  },
  "connections cut": async ({ gateway }, random) => dropSome(gateway, random, 0.1),
  "disconnects lost": async ({ gateway }, random) => {
    gateway.loseDisconnects(true);
    dropSome(gateway, random, 0.1);
    await sleep(1_000);
    gateway.loseDisconnects(false);
  },
  "posts throttled": async ({ gateway }) => {
    gateway.throttle(true);
    await sleep(1_000);
    gateway.throttle(false);
  },
  "posts failing": async ({ gateway }) => {
    gateway.failCallbacks(0.5);
    await sleep(2_000);
    gateway.failCallbacks(0);
  },
  "connections said to be gone": async ({ gateway }) => {
    gateway.failCallbacks(0.1, "gone");
    await sleep(1_000);
    gateway.failCallbacks(0);
  },
  "postgres too slow": async ({ postgres }) => {
    postgres.delay(tooSlowMs);
    await sleep(tooSlowMs);
    postgres.delay(0);
  },
  "lambdas killed": async (cloud, random) => cloud.killSandboxes(random.pick(functionsKilled)),
  "lambdas timed out": async (cloud, random) => {
    const name = random.pick(functionsKilled);
    cloud.hurrySandboxes(name, tooShortMs);
    await sleep(1_000);
    cloud.hurrySandboxes(name, undefined);
  },
  "queue messages repeated": async (cloud) => {
    cloud.repeatQueueMessages(true);
    await sleep(2_000);
    cloud.repeatQueueMessages(false);
  },
};

export interface PlannedFault {
  readonly fault: string;
  readonly atMs: number;
}

/** Each fault at least once where there is room, evenly spread, in an order that the seed draws. */
export function planFaults(random: Random, durationMs: number, everyMs: number): PlannedFault[] {
  const count = Math.floor((durationMs * 0.9) / everyMs);
  const names: string[] = [];
  while (names.length < count) names.push(...shuffle(Object.keys(soakFaults), random));
  return names
    .slice(0, count)
    .map((fault, at) => ({ fault, atMs: (at + random.between(0.6, 1.2)) * everyMs }));
}

function shuffle<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function dropSome(gateway: Cloud["gateway"], random: Random, share: number): void {
  for (const { connectionId } of gateway.connections()) {
    if (random.chance(share)) gateway.drop(connectionId);
  }
}
