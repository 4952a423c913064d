import { type Chat, createChat } from "@parley/client";
import type { RoomId } from "@parley/protocol";
import { Redis } from "ioredis";
import { createRoom, type Person } from "../testing/create-person.ts";
import { readCounts } from "../testing/read-counts.ts";
import { postText } from "./post-text.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { waitUntil } from "./wait-until.ts";

export interface ReconnectStormInput {
  readonly clients: number;
  readonly rooms: number;
  /** What the gateway lets in. */
  readonly newConnectionsPerSecond: number;
  /** How long it may take until all have what was said meanwhile. */
  readonly withinMs: number;
}

/** Far below what a person may have: connections whose end is not known yet count as well. */
const devicesPerPerson = 4;
const patienceMs = 120_000;

interface Device {
  readonly chat: Chat;
  readonly room: RoomId;
  lastText: string;
}

/**
 * Redis is emptied and every socket breaks at the same moment: all clients come back together to rooms that are
 * cold. The gateway admits them at its rate, each room is hydrated once, and all see what is said meanwhile.
 */
export async function stormReconnect(scene: StormScene, input: ReconnectStormInput): Promise<StormReport> {
  const { cloud } = scene;
  const people = await scene.people(Math.ceil(input.clients / devicesPerPerson));
  const rooms = await makeRooms(scene, people, input.rooms);
  const devices = openDevices(scene, people, rooms, input.clients);
  const redis = new Redis(cloud.redis.url);
  try {
    const say = (text: string) =>
      Promise.all(
        rooms.map(({ id, members: [first] }) => postText(scene, { person: first, room: id, text })),
      );
    const all = (text: string) => waitUntil(() => devices.every((one) => one.lastText === text), patienceMs);
    await say("before");
    if ((await all("before")) === undefined) return fail("not everybody was there before the storm");
    const installedBefore = await countInstalls(redis);
    const handshakesBefore = await countHandshakes(cloud);
    const cpuBefore = process.cpuUsage();
    await redis.flushall();
    for (const { connectionId } of cloud.gateway.connections()) cloud.gateway.drop(connectionId);
    const startedMs = performance.now();
    await say("after");
    const isWhole = (await all("after")) !== undefined;
    const convergedMs = Math.round(performance.now() - startedMs);
    const { user, system } = process.cpuUsage(cpuBefore);
    const handshakes = (await countHandshakes(cloud)) - handshakesBefore;
    const installs = (await countInstalls(redis)) - installedBefore;
    const admitted = peakPerSecond(cloud.gateway.connections().map(({ connectedAtMs }) => connectedAtMs));
    return {
      figures: {
        clients: devices.length,
        rooms: rooms.length,
        convergedMs,
        // Above the clients' number: who gave up before they were answered, and began anew.
        handshakes,
        // Of the whole cloud but Redis and Postgres, and of the clients: what other work takes is not in it.
        cpuSeconds: Math.round((user + system) / 1e6),
        hydrations: installs,
        admittedPerSecondMax: admitted,
      },
      violations: [
        ...(isWhole ? [] : [`${devices.filter((one) => one.lastText !== "after").length} did not converge`]),
        ...(isWhole && convergedMs > input.withinMs ? [`it took ${convergedMs} ms until all had all`] : []),
        ...(installs > rooms.length ? [`${installs} hydrations of ${rooms.length} rooms`] : []),
        // The bucket is full when the storm begins, and refills while it lasts.
        ...(admitted > 2 * input.newConnectionsPerSecond
          ? [`${admitted} were admitted within a second`]
          : []),
      ],
    };
  } finally {
    for (const { chat } of devices) chat.close();
    redis.disconnect();
  }
}

const fail = (violation: string): StormReport => ({ figures: {}, violations: [violation] });

interface CrowdedRoom {
  readonly id: RoomId;
  readonly members: readonly [Person, ...Person[]];
}

async function makeRooms(
  scene: StormScene,
  people: readonly Person[],
  count: number,
): Promise<CrowdedRoom[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const members = people.filter((_one, index) => index % count === at);
      const [owner, ...others] = members as [Person, ...Person[]];
      const usernames = others.map(({ username }) => username);
      const room = await createRoom(scene.cloud, owner, { visibility: "private", members: usernames });
      return { id: room.id, members: [owner, ...others] as const };
    }),
  );
}

function openDevices(
  { cloud }: StormScene,
  people: readonly Person[],
  rooms: readonly CrowdedRoom[],
  count: number,
): Device[] {
  return Array.from({ length: count }, (_, at) => {
    const index = at % people.length;
    const { token } = people[index] as Person;
    const { id: room } = rooms[index % rooms.length] as CrowdedRoom;
    const device: Device = { chat: createChat({ apiUrl: cloud.apiUrl, token }), room, lastText: "" };
    device.chat.on("events", ({ events }) => {
      for (const event of events) if (event.kind === "message.created") device.lastText = event.message.text;
    });
    device.chat.follow([{ id: room, headSeq: 0 }]);
    device.chat.connect();
    return device;
  });
}

async function countHandshakes(cloud: StormScene["cloud"]): Promise<number> {
  return (await readCounts(cloud)).functions["connect"]?.invocations ?? 0;
}

/** A snapshot that is installed deletes one placeholder of a stream, and nothing else does. */
async function countInstalls(redis: Redis): Promise<number> {
  const stats = await redis.info("commandstats");
  return Number(/cmdstat_xdel:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

/** The most that fall within any second. */
function peakPerSecond(timesMs: readonly number[]): number {
  const sorted = timesMs.toSorted((a, b) => a - b);
  let [first, peak] = [0, 0];
  for (const [at, timeMs] of sorted.entries()) {
    while (timeMs - (sorted[first] ?? timeMs) >= 1_000) first += 1;
    peak = Math.max(peak, at - first + 1);
  }
  return peak;
}
