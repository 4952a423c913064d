import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryTracker } from "../load/delivery-tracker.ts";
import { openLoadMeter } from "../load/wakeful-core.ts";
import type { Member, Peer } from "../servers/peer.ts";
import { quantile } from "../statistics.ts";
import { payloadBytes } from "./payload.ts";

export interface Pace {
  readonly members: number;
  readonly messagesPerSecond: number;
  readonly durationMs: number;
  /** It is kept so long before it is measured: starts and compilation are no latency of a room. */
  readonly warmUpMs: number;
}

export interface PacedFigure {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly deliveriesPerSecond: number;
  /** Deliveries that had not come `settleTimeoutMs` after the last message. */
  readonly lost: number;
  /** Frames that members got, per message: as many as members when each message goes alone. */
  readonly framesPerMessage: number;
  /** Share of its core that the load generator used: near 1, it is the generator that is measured. */
  readonly generatorLoad: number;
}

const settleTimeoutMs = 5_000;
const tickMs = 5;

/** B, C, E: members of a room take turns in sending at a steady rate, whatever comes back. */
export async function measurePace(peer: Peer, pace: Pace): Promise<PacedFigure> {
  const run = openPace();
  const members = await peer.join(pace.members, run.take);
  await run.warmUp(members, { ...pace, durationMs: pace.warmUpMs });
  const figure = await run.measure(members, pace);
  for (const member of members) member.close();
  await sleep(100);
  return figure;
}

/** A room that is there already can be measured at one pace after another. */
export function openPace() {
  let tracker = new DeliveryTracker();
  const take = (payload: Buffer) => tracker.take(payload);
  const measure = async (
    members: readonly Member[],
    pace: Pick<Pace, "messagesPerSecond" | "durationMs">,
  ): Promise<PacedFigure> => {
    tracker = new DeliveryTracker();
    const readLoad = openLoadMeter();
    const startedMs = performance.now();
    const total = Math.round((pace.messagesPerSecond * pace.durationMs) / 1_000);
    while (tracker.sent < total) {
      const due = Math.min(total, ((performance.now() - startedMs) * pace.messagesPerSecond) / 1_000);
      while (tracker.sent < due) members[tracker.sent % members.length]?.send(tracker.newText(payloadBytes));
      await sleep(tickMs);
    }
    const expected = total * members.length;
    const untilMs = performance.now() + settleTimeoutMs;
    while (tracker.deliveries < expected && performance.now() < untilMs) await sleep(tickMs);
    const tookMs = performance.now() - startedMs;
    const generatorLoad = readLoad();
    const late = Array.from(
      { length: Math.max(0, expected - tracker.deliveries) },
      () => Number.POSITIVE_INFINITY,
    );
    const latenciesMs = tracker.latenciesMs.concat(late);
    return {
      p50Ms: quantile(latenciesMs, 0.5),
      p99Ms: quantile(latenciesMs, 0.99),
      deliveriesPerSecond: (tracker.deliveries / tookMs) * 1_000,
      lost: late.length,
      framesPerMessage: tracker.frames / total,
      generatorLoad,
    };
  };
  const warmUp = async (members: readonly Member[], pace = { messagesPerSecond: 10, durationMs: 500 }) => {
    await measure(members, pace);
  };
  return { take, measure, warmUp };
}
