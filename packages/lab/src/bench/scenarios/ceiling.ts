import { setTimeout as sleep } from "node:timers/promises";
import type { Peer } from "../servers/peer.ts";
import { findCeiling } from "./find-ceiling.ts";
import { openPace, type PacedFigure } from "./paced.ts";

export interface CeilingFigure extends PacedFigure {
  readonly messagesPerSecond: number;
}

export interface CeilingOptions {
  readonly members: number;
  readonly durationMs: number;
  /** Where the search begins, in messages per second. */
  readonly startRate: number;
  /** How often a rate is tried before it has failed: whatever else the machine does meanwhile is no ceiling. */
  readonly attempts: number;
}

const p99MsMax = 1_000;

/**
 * D: the highest rate at which a room gets everything, 99 % of it within a second. Before the first, half of it
 * is sent for as long, unjudged: starts and compilation are no ceiling.
 */
export async function measureCeiling(peer: Peer, options: CeilingOptions): Promise<CeilingFigure> {
  const room = await openRoom(peer, options);
  await room.run(options.startRate / 2);
  const found = await findCeiling(options.startRate, (rate) => tryRate(room, rate, options.attempts));
  room.close();
  return { ...(found?.figure ?? nothing), messagesPerSecond: found?.rate ?? 0 };
}

/** What was measured at a rate that holds; undefined when it failed as often as it was tried. */
async function tryRate(room: Room, rate: number, attempts: number): Promise<PacedFigure | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const figure = await room.run(rate);
    if (figure.lost === 0 && figure.p99Ms < p99MsMax) return figure;
    // What is still under way would count against the next rate.
    await room.renew();
  }
  return undefined;
}

type Room = Awaited<ReturnType<typeof openRoom>>;

async function openRoom(peer: Peer, options: CeilingOptions) {
  const pace = openPace();
  const join = async () => {
    const joined = await peer.join(options.members, pace.take);
    await pace.warmUp(joined);
    return joined;
  };
  let members = await join();
  const close = () => {
    for (const member of members) member.close();
  };
  return {
    run: (messagesPerSecond: number) =>
      pace.measure(members, { messagesPerSecond, durationMs: options.durationMs }),
    renew: async () => {
      close();
      await sleep(1_000);
      members = await join();
    },
    close,
  };
}

const nothing: PacedFigure = {
  p50Ms: Number.NaN,
  p99Ms: Number.NaN,
  deliveriesPerSecond: 0,
  lost: 0,
  framesPerMessage: Number.NaN,
  generatorLoad: Number.NaN,
};
