import { setTimeout as sleep } from "node:timers/promises";
import { connectionsPerUserMax } from "@parley/chat/connection/greet-connection";
import { DeliveryTracker } from "../bench/load/delivery-tracker.ts";
import type { LightSocket } from "../bench/load/light-socket.ts";
import { mapConcurrently } from "../bench/servers/peer.ts";
import { quantile } from "../bench/statistics.ts";
import { createRoom, joinRoom, type Person } from "../testing/create-person.ts";
import { Ear } from "./ear.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { openStormSocket, sendText, subscribe } from "./storm-socket.ts";
import { waitUntil } from "./wait-until.ts";

export interface LargeRoomInput {
  readonly connections: number;
  readonly messages: number;
  readonly everyMs: number;
}

interface Listener {
  readonly socket: LightSocket;
  readonly ear: Ear;
}

const openAtOnce = 8;
const payloadBytes = 100;
/** A drainer posts for 4 s at most; nothing comes by itself after that. */
const quietMs = 6_000;
const patienceMs = 60_000;

/**
 * One room that so many connections listen to: each message reaches each of them, by itself or, where the gateway
 * was too slow for the drainer's patience, when they ask for what they miss.
 */
export async function stormLargeRoom(scene: StormScene, input: LargeRoomInput): Promise<StormReport> {
  const { messages } = input;
  const tracker = new DeliveryTracker();
  const listeners: Listener[] = [];
  try {
    const room = await openRoom(scene, { ...input, tracker, listeners });
    const [first] = listeners as [Listener, ...Listener[]];
    for (let sent = 0; sent < messages; sent += 1) {
      sendText(first.socket, room, tracker.newText(payloadBytes));
      await sleep(input.everyMs);
    }
    const wanted = messages * listeners.length;
    await untilQuiet(() => tracker.deliveries, wanted);
    const latenciesMs = [...tracker.latenciesMs];
    const missing = countMissing(listeners, messages);
    await makeGood(listeners, room, messages);
    const lost = countMissing(listeners, messages);
    const at = (share: number) => Math.round(quantile(latenciesMs, share));
    return {
      figures: {
        connections: listeners.length,
        deliveries: wanted - missing,
        madeGood: missing - lost,
        msMedian: at(0.5),
        ms99: at(0.99),
        msMax: at(1),
      },
      violations: lost === 0 ? [] : [`${lost} of ${wanted} deliveries were not made good either`],
    };
  } finally {
    for (const { socket } of listeners) socket.close();
  }
}

/** The room's id, once all listen to it. */
async function openRoom(
  scene: StormScene,
  {
    connections,
    tracker,
    listeners,
  }: LargeRoomInput & { readonly tracker: DeliveryTracker; readonly listeners: Listener[] },
): Promise<string> {
  const { cloud } = scene;
  const people = await scene.people(Math.ceil(connections / (connectionsPerUserMax - 2)));
  const [owner, ...others] = people as [Person, ...Person[]];
  const { id: room } = await createRoom(cloud, owner, { visibility: "public" });
  await mapConcurrently(others.length, openAtOnce, (at) => joinRoom(cloud, others[at] as Person, room));
  await mapConcurrently(connections, openAtOnce, async (at) => {
    const ear = new Ear();
    const onText = (payload: Buffer) => {
      tracker.take(payload);
      ear.take(payload);
    };
    const person = people[at % people.length] ?? owner;
    listeners.push({ ear, socket: await openStormSocket(scene, person, room, { onText }) });
  });
  return room;
}

/** Until it is so many, or nothing has come for a while. */
async function untilQuiet(count: () => number, wanted: number): Promise<void> {
  for (let before = -1; count() < wanted && count() !== before; ) {
    before = count();
    await waitUntil(() => count() >= wanted, quietMs);
  }
}

const countMissing = (listeners: readonly Listener[], messages: number) =>
  listeners.reduce((sum, { ear }) => sum + messages - ear.heard.size, 0);

/** As a client does that sees a gap: asks for what came after the last seq before it. */
async function makeGood(listeners: readonly Listener[], room: string, messages: number): Promise<void> {
  const seqs = new Map(listeners.flatMap(({ ear }) => [...ear.heard]));
  const late = listeners.filter(({ ear }) => ear.heard.size < messages);
  await mapConcurrently(late.length, openAtOnce, async (at) => {
    const { socket, ear } = late[at] as Listener;
    const firstMissing = Array.from({ length: messages }, (_, number) => number).find(
      (number) => !ear.heard.has(number),
    );
    subscribe(socket, room, (seqs.get(firstMissing ?? 0) ?? 1) - 1);
    await waitUntil(() => ear.heard.size === messages, patienceMs);
  });
}
