import { setTimeout as sleep } from "node:timers/promises";
import type { Peer } from "../servers/peer.ts";
import { openPace, type PacedFigure } from "./paced.ts";

export interface CeilingFigure extends PacedFigure {
  readonly messagesPerSecond: number;
}

export interface CeilingOptions {
  readonly members: number;
  readonly durationMs: number;
  /** Where the search begins, in messages per second. */
  readonly startRate: number;
}

const p99MsMax = 1_000;
const growth = 1.5;
const stepsMax = 14;

/**
 * D: the highest rate at which a room gets everything, 99 % of it within a second. The rate grows by half
 * until it fails, and then the middle between the last two is tried.
 */
export async function measureCeiling(peer: Peer, options: CeilingOptions): Promise<CeilingFigure> {
  const run = openPace();
  let members = await peer.join(options.members, run.take);
  await run.warmUp(members);
  let best: CeilingFigure | undefined;
  let rate = options.startRate;
  let failedAt: number | undefined;
  for (let step = 0; step < stepsMax; step += 1) {
    const figure = await run.measure(members, { messagesPerSecond: rate, durationMs: options.durationMs });
    const holds = figure.lost === 0 && figure.p99Ms < p99MsMax;
    if (holds && rate > (best?.messagesPerSecond ?? 0)) best = { ...figure, messagesPerSecond: rate };
    if (holds && failedAt !== undefined) break;
    if (!holds) {
      const found = best !== undefined;
      if (found && failedAt !== undefined) break;
      failedAt = rate;
      // What is still under way would count against the next rate.
      for (const member of members) member.close();
      await sleep(1_000);
      members = await peer.join(options.members, run.take);
      await run.warmUp(members);
    }
    rate = nextRate(rate, best?.messagesPerSecond, failedAt);
    if (rate < 0.2) break;
  }
  for (const member of members) member.close();
  return best ?? { ...nothing, messagesPerSecond: 0 };
}

function nextRate(rate: number, held: number | undefined, failedAt: number | undefined): number {
  if (failedAt === undefined) return rate * growth;
  return held === undefined ? rate / 2 : (held + failedAt) / 2;
}

const nothing: PacedFigure = {
  p50Ms: Number.NaN,
  p99Ms: Number.NaN,
  deliveriesPerSecond: 0,
  lost: 0,
  framesPerMessage: Number.NaN,
  generatorLoad: Number.NaN,
};
