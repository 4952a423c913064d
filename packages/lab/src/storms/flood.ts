import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryTracker } from "../bench/load/delivery-tracker.ts";
import type { LightSocket } from "../bench/load/light-socket.ts";
import { quantile } from "../bench/statistics.ts";
import { createRoom, type Person } from "../testing/create-person.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { openStormSocket, sendText } from "./storm-socket.ts";
import { waitUntil } from "./wait-until.ts";

export interface FloodInput {
  readonly seconds: number;
  /** Frames of the flood, of each kind. */
  readonly framesPerSecond: number;
}

const payloadBytes = 100;
const sliceMs = 50;
/** The limit is ten a minute: this many others say something in turn. */
const others = 6;
const speakEveryMs = 1_000;
/** A machine that is busy with other things takes its time to refuse twenty frames, and to deliver the others. */
const patienceMs = 60_000;

/**
 * One client sends as fast as it can, and comes back whenever it is cut off, while others talk in the same room
 * and another one. All of theirs arrives, and soon.
 */
export async function stormFlood(scene: StormScene, input: FloodInput): Promise<StormReport> {
  const { cloud } = scene;
  const [flooder, ...talkers] = (await scene.people(others + 1)) as [Person, ...Person[]];
  const members = talkers.map(({ username }) => username);
  const { id: room } = await createRoom(cloud, flooder, { visibility: "private", members });
  const calm = await talk(scene, { talkers, room, seconds: input.seconds });
  const flood = new Flood(scene, { ...input, person: flooder, room });
  const under = await talk(scene, { talkers, room, seconds: input.seconds });
  await waitUntil(() => flood.counts.cuts > 0, patienceMs);
  await flood.stop();
  const { sent, cuts, taken } = flood.counts;
  return {
    figures: {
      framesOfTheFlood: sent,
      timesCutOff: cuts,
      floodMessagesTaken: taken,
      calmMsMedian: calm.msMedian,
      calmMsMax: calm.msMax,
      floodedMsMedian: under.msMedian,
      floodedMsMax: under.msMax,
    },
    violations: [
      ...calm.violations,
      ...under.violations,
      ...(cuts === 0 ? ["the flood was never cut off"] : []),
    ],
  };
}

/** Everybody in turn says something and all the others are to be told. */
async function talk(
  scene: StormScene,
  { talkers, room, seconds }: { talkers: readonly Person[]; room: string; seconds: number },
) {
  const tracker = new DeliveryTracker();
  const refused: string[] = [];
  const onText = (payload: Buffer) => {
    tracker.take(payload);
    if (payload.includes('"type":"error"')) refused.push(payload.toString());
  };
  const sockets = await Promise.all(
    talkers.map((person) => openStormSocket(scene, person, room, { onText })),
  );
  for (let second = 0; second < seconds; second += 1) {
    const speaker = sockets[second % sockets.length] as LightSocket;
    sendText(speaker, room, tracker.newText(payloadBytes));
    await sleep(speakEveryMs);
  }
  const wanted = tracker.sent * sockets.length;
  await waitUntil(() => tracker.deliveries >= wanted || refused.length > 0, patienceMs);
  for (const socket of sockets) socket.close();
  return {
    msMedian: Math.round(quantile(tracker.latenciesMs, 0.5)),
    msMax: Math.round(quantile(tracker.latenciesMs, 1)),
    violations: [
      ...refused.map((text) => `somebody else was told ${text}`),
      ...(tracker.deliveries === wanted ? [] : [`others had ${tracker.deliveries} of ${wanted} deliveries`]),
    ],
  };
}

/** Sends messages, pings and typing without a pause, over one socket after the other. */
class Flood {
  readonly counts = { sent: 0, cuts: 0, taken: 0 };
  readonly #scene: StormScene;
  readonly #input: FloodInput & { readonly person: Person; readonly room: string };
  readonly #running: Promise<void>;
  #stopped = false;

  constructor(scene: StormScene, input: FloodInput & { readonly person: Person; readonly room: string }) {
    this.#scene = scene;
    this.#input = input;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { person, room } = this.#input;
    while (!this.#stopped) {
      const state = { open: true };
      const socket = await openStormSocket(this.#scene, person, room, {
        onText: (payload) => {
          if (payload.includes("the flood")) this.counts.taken += 1;
        },
        onClose: () => {
          state.open = false;
        },
      }).catch(() => undefined);
      if (socket !== undefined) await this.#pour(socket, state);
      else await sleep(sliceMs);
    }
  }

  async #pour(socket: LightSocket, state: { readonly open: boolean }): Promise<void> {
    const { room, framesPerSecond } = this.#input;
    while (state.open && !this.#stopped) {
      for (let at = 0; at < (framesPerSecond * sliceMs) / 1_000; at += 1) {
        sendText(socket, room, "the flood");
        socket.send(JSON.stringify({ action: "ping", id: randomUUID(), rooms: [room] }));
        socket.send(JSON.stringify({ action: "typing", id: randomUUID(), room }));
        this.counts.sent += 3;
      }
      await sleep(sliceMs);
    }
    if (!this.#stopped) this.counts.cuts += 1;
    socket.close();
  }
}
