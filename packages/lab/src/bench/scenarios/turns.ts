import { DeliveryTracker } from "../load/delivery-tracker.ts";
import type { Peer } from "../servers/peer.ts";
import { quantile } from "../statistics.ts";
import { payloadBytes } from "./payload.ts";

export interface TurnsFigure {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A: one says something, the other answers when it has come, and so on: a round trip is both. */
export async function measureTurns(peer: Peer, roundTrips: number): Promise<TurnsFigure> {
  const tracker = new DeliveryTracker();
  const waiting = new Map<number, () => void>();
  const members = await peer.join(2, (payload, member) => {
    tracker.take(payload);
    if (!payload.includes("@@")) return;
    const author = Number(/@@(\d+);/.exec(payload.toString("latin1"))?.[1]) % 2;
    if (author !== member) waiting.get(author)?.();
  });
  const say = (author: number) =>
    new Promise<void>((resolve) => {
      waiting.set(author, resolve);
      members[author]?.send(tracker.newText(payloadBytes));
    });
  const tripsMs: number[] = [];
  const warmUp = Math.ceil(roundTrips / 10);
  for (let trip = 0; trip < roundTrips + warmUp; trip += 1) {
    const startedMs = performance.now();
    await say(0);
    await say(1);
    if (trip >= warmUp) tripsMs.push(performance.now() - startedMs);
  }
  for (const member of members) member.close();
  return { p50Ms: quantile(tripsMs, 0.5), p99Ms: quantile(tripsMs, 0.99) };
}
