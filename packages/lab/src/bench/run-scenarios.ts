import { keepCoreAwake } from "./load/wakeful-core.ts";
import { Measurements } from "./measurements.ts";
import { measureCeiling } from "./scenarios/ceiling.ts";
import { measureHistory } from "./scenarios/history.ts";
import { measurePace } from "./scenarios/paced.ts";
import { measurePosts } from "./scenarios/posts.ts";
import { measureResume } from "./scenarios/resume.ts";
import { measureTurns } from "./scenarios/turns.ts";
import type { Peer } from "./servers/peer.ts";
import { type Peers, peerNames } from "./servers/start-peers.ts";

export interface RunOptions {
  readonly rounds: number;
  /** Letters of the scenarios. */
  readonly scenarios: string;
  readonly short: boolean;
  /** Whether the load generator's core may sleep in every scenario. */
  readonly drowsy: boolean;
}

interface Length {
  readonly roundTrips: number;
  readonly warmUpMs: number;
  readonly paceMs: number;
  readonly ceilingMs: number;
  readonly ceilingAttempts: number;
  readonly largeRoom: number;
  readonly warmUpReads: number;
  readonly reads: number;
}

const full: Length = {
  roundTrips: 1_000,
  warmUpMs: 8_000,
  paceMs: 10_000,
  ceilingMs: 3_000,
  ceilingAttempts: 2,
  largeRoom: 2_000,
  warmUpReads: 1_000,
  reads: 100,
};
const brief: Length = {
  roundTrips: 60,
  warmUpMs: 2_000,
  paceMs: 1_500,
  ceilingMs: 1_000,
  ceilingAttempts: 1,
  largeRoom: 300,
  warmUpReads: 300,
  reads: 10,
};

type Scenario = (peers: Peers, length: Length, found: Measurements) => Promise<void>;

/** The sample is left out where it would need minutes for what it cannot do. */
const withoutSample = ({ name }: Peer) => name !== peerNames.sample;

const forEach =
  (
    name: string,
    fits: (peer: Peer) => boolean,
    measure: (peer: Peer, length: Length) => Promise<object>,
  ): Scenario =>
  async (peers, length, found) => {
    for (const peer of peers.all.filter(fits)) found.add(name, peer.name, await measure(peer, length));
  };

const everyPeer = () => true;

const isComparedShortly = ({ name }: Peer) =>
  name === peerNames.parley || name === peerNames.socketIo || name === peerNames.sample;

const measureRoomOfHundred = (peer: Peer, { ceilingMs: durationMs, ceilingAttempts: attempts }: Length) =>
  measureCeiling(peer, { members: 100, durationMs, attempts, startRate: withoutSample(peer) ? 400 : 2 });

/** The sample falls behind, and what it owes after a long time does not come before the next measurement. */
const timesOf = (peer: Peer, { warmUpMs, paceMs }: Pick<Length, "warmUpMs" | "paceMs">) =>
  withoutSample(peer) ? { warmUpMs, durationMs: paceMs } : { warmUpMs: warmUpMs / 4, durationMs: paceMs / 2 };

const scenarios: Readonly<Record<string, Scenario>> = {
  A: forEach("A", everyPeer, (peer, { roundTrips }) =>
    measureTurns(peer, withoutSample(peer) ? roundTrips : roundTrips / 5),
  ),
  B: forEach("B", everyPeer, (peer, length) =>
    measurePace(peer, { members: 50, messagesPerSecond: 20, ...timesOf(peer, length) }),
  ),
  C: forEach("C", withoutSample, (peer, length) =>
    measurePace(peer, { members: 200, messagesPerSecond: 20, ...timesOf(peer, length) }),
  ),
  D: forEach("D", everyPeer, measureRoomOfHundred),
  /** D for those alone that a short run compares. */
  S: forEach("D", isComparedShortly, measureRoomOfHundred),
  E: forEach("E", withoutSample, (peer, { largeRoom: members, ...length }) =>
    measurePace(peer, { members, messagesPerSecond: 5, ...timesOf(peer, length) }),
  ),
  F: async ({ parley, redisUrl }, { warmUpReads, reads }, found) =>
    found.add("F", parley.name, await measureHistory(parley, { redisUrl, warmUpReads, reads })),
  G: async ({ parley }, { reads }, found) =>
    found.add("G", parley.name, await measureResume(parley, { resumes: reads })),
  P: async ({ parley }, { paceMs: durationMs }, found) => {
    for (const messagesPerSecond of [1, 50]) {
      const pace = { members: 100, messagesPerSecond, durationMs };
      found.add(`P${messagesPerSecond}`, parley.name, await measurePosts(parley, pace));
    }
  },
};

/** Where frames go to many; a core that is awake for one answer only takes its sibling's time. */
const fanOuts = "BCDES";

/** Measures every scenario round by round, so that a busy machine is unjust to all servers alike. */
export async function runScenarios(
  peers: Peers,
  options: RunOptions,
  events: {
    readonly progress: (text: string) => void;
    /** After each scenario, with everything so far: a run that is cut short has what it measured. */
    readonly measured: (found: Measurements) => Promise<void>;
  },
): Promise<Measurements> {
  const found = new Measurements();
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const letter of options.scenarios) {
      events.progress(`round ${round} of ${options.rounds}, scenario ${letter}`);
      const letSleep = options.drowsy || !fanOuts.includes(letter) ? undefined : keepCoreAwake();
      try {
        await scenarios[letter]?.(peers, options.short ? brief : full, found);
      } finally {
        letSleep?.();
      }
      await events.measured(found);
    }
  }
  return found;
}
