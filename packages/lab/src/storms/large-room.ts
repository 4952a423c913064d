import { setTimeout as sleep } from "node:timers/promises";
import { connectionsPerUserMax } from "@parley/chat/connection/greet-connection";
import { DeliveryTracker } from "../bench/load/delivery-tracker.ts";
import type { LightSocket } from "../bench/load/light-socket.ts";
import { mapConcurrently } from "../bench/servers/peer.ts";
import { quantile } from "../bench/statistics.ts";
import { createRoom, joinRoom, type Person } from "../testing/create-person.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { openStormSocket, sendText } from "./storm-socket.ts";
import { waitUntil } from "./wait-until.ts";

export interface LargeRoomInput {
  readonly connections: number;
  readonly messages: number;
  readonly everyMs: number;
}

const openAtOnce = 8;
const payloadBytes = 100;
const patienceMs = 60_000;

/** One room that so many connections listen to: each message reaches each of them, once, by itself. */
export async function stormLargeRoom(scene: StormScene, input: LargeRoomInput): Promise<StormReport> {
  const { cloud } = scene;
  const people = await scene.people(Math.ceil(input.connections / (connectionsPerUserMax - 2)));
  const [owner, ...others] = people as [Person, ...Person[]];
  const { id: room } = await createRoom(cloud, owner, { visibility: "public" });
  await mapConcurrently(others.length, openAtOnce, (at) => joinRoom(cloud, others[at] as Person, room));
  const tracker = new DeliveryTracker();
  const sockets: LightSocket[] = [];
  try {
    await mapConcurrently(input.connections, openAtOnce, async (at) => {
      const person = people[at % people.length] ?? owner;
      sockets.push(
        await openStormSocket(scene, person, room, { onText: (payload) => tracker.take(payload) }),
      );
    });
    for (let sent = 0; sent < input.messages; sent += 1) {
      sendText(sockets[0] as LightSocket, room, tracker.newText(payloadBytes));
      await sleep(input.everyMs);
    }
    const wanted = input.messages * input.connections;
    await waitUntil(() => tracker.deliveries >= wanted, patienceMs);
    const at = (share: number) => Math.round(quantile(tracker.latenciesMs, share));
    return {
      figures: {
        connections: sockets.length,
        deliveries: tracker.deliveries,
        msMedian: at(0.5),
        ms99: at(0.99),
        msMax: at(1),
      },
      violations:
        tracker.deliveries === wanted ? [] : [`${tracker.deliveries} deliveries instead of ${wanted}`],
    };
  } finally {
    for (const socket of sockets) socket.close();
  }
}
