import type { Random } from "./random.ts";

/** How often a call of a port goes wrong, and how; drawn anew for each run, since few faults hide others. */
export interface CallFaults {
  /** Refused before it took effect: the store is out of reach. */
  readonly failBefore: number;
  /** Refused although it took effect: the answer was lost. */
  readonly failAfter: number;
  /** The Lambda ends before the call is made, or after it took effect. */
  readonly crashBefore: number;
  readonly crashAfter: number;
  /** Takes effect twice, the second time any time later: a driver's retry, overtaken by what it repeats. */
  readonly ghost: number;
  /** Takes long, on the way there or back: a slow store, or a Lambda that is frozen in between. */
  readonly slow: number;
}

export interface WorldFaults {
  readonly calls: CallFaults;
  /** The same for posts to sockets: answered with 429 or 5xx, taken and lost, taken twice. */
  readonly posts: { readonly busy: number; readonly lost: number; readonly doubled: number };
  /** Frames of clients: lost, and sent twice by the network's middlemen. */
  readonly frames: { readonly lost: number; readonly doubled: number };
  /** How often, in the chaotic part of the run. */
  readonly redisEmptied: number;
  readonly redisStale: number;
  readonly redisAway: number;
  readonly postgresAway: number;
  readonly dynamoAway: number;
  readonly disconnects: number;
  /** People who are taken out of a room and brought back. */
  readonly removals: number;
  /** Messages that Postgres will not store. */
  readonly poisons: number;
  /** How far behind the index of connections by room may be. */
  readonly indexLagMs: number;
}

export const noCallFaults: CallFaults = {
  failBefore: 0,
  failAfter: 0,
  crashBefore: 0,
  crashAfter: 0,
  ghost: 0,
  slow: 0,
};

export const noFaults: WorldFaults = {
  calls: noCallFaults,
  posts: { busy: 0, lost: 0, doubled: 0 },
  frames: { lost: 0, doubled: 0 },
  redisEmptied: 0,
  redisStale: 0,
  redisAway: 0,
  postgresAway: 0,
  dynamoAway: 0,
  disconnects: 0,
  removals: 0,
  poisons: 0,
  indexLagMs: 0,
};

const seldom = [0, 0, 0.005, 0.02, 0.06];
const counts = [0, 0, 1, 1, 2, 3];

export function drawFaults(random: Random): WorldFaults {
  const rate = () => random.pick(seldom);
  const count = () => random.pick(counts);
  return {
    calls: {
      failBefore: rate(),
      failAfter: rate(),
      crashBefore: rate(),
      crashAfter: rate(),
      ghost: rate(),
      slow: rate(),
    },
    posts: { busy: rate() * 2, lost: rate(), doubled: rate() },
    frames: { lost: rate(), doubled: rate() },
    redisEmptied: count(),
    redisStale: count(),
    redisAway: count(),
    postgresAway: count(),
    dynamoAway: random.pick([0, 0, 1]),
    disconnects: random.below(6),
    removals: random.pick([0, 0, 1, 2, 4]),
    poisons: random.pick([0, 0, 1, 2]),
    indexLagMs: random.pick([0, 0, 500, 2_000]),
  };
}
