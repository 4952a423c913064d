import { randomUUID } from "node:crypto";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { RoomId } from "@parley/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { quantile } from "../bench/statistics.ts";
import { callApi } from "../testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";

/** What a stranger measures: does a private room, hot in Redis, take another time to be refused than one that is not there? */
const warmUps = 20;
const pairs = 120;
/**
 * Of pairs that differ by chance alone, half are one way round. The hot room's script takes a tenth of a millisecond longer
 * than the look into an empty place, which moves that share a little; a look-up more or less on one side moves it to four
 * fifths and takes more than half a millisecond.
 */
const shareMin = 0.25;
const shareMax = 0.75;
const differenceMaxMs = 0.25;

const absent = `rom_${"0".repeat(32)}`;
let cloud: Cloud;
let eve: Person;
let privateRoom: string;
let ears: PlainSocket;
let eves: PlainSocket | undefined;
let refusals = 0;
/** A connection is closed for the twentieth refusal. */
const refusalsPerConnection = 16;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  const ada = await createPerson(cloud, "Ada");
  eve = await createPerson(cloud, "Eve");
  privateRoom = (await createRoom(cloud, ada, { visibility: "private" })).id;
  ears = await PlainSocket.open(cloud, ada);
  const rooms = { [privateRoom]: null } as Record<RoomId, null>;
  await ears.answer(ears.send({ action: "subscribe", rooms }));
  ears.send({ action: "message.send", room: privateRoom as RoomId, text: "for members" });
  await ears.next("events");
});
afterAll(async () => {
  ears.close();
  eves?.close();
  await cloud.stop();
});

type Frame = Parameters<PlainSocket["send"]>[0];

/** Asks, and answers how many ms it took until the refusal. */
type Ask = (room: string) => Promise<number>;

async function timed(ask: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await ask();
  return performance.now() - startedMs;
}

const call =
  (method: string, path: (room: string) => string, body?: () => object): Ask =>
  (room) =>
    timed(async () => {
      const input = { method, path: path(room), token: eve.token, body: body?.() };
      expect((await callApi(cloud.apiUrl, input)).status).toBe(404);
    });
const frame =
  (make: (room: RoomId) => Frame): Ask =>
  async (room) => {
    const socket = await freshSocket();
    return timed(async () => {
      expect(await socket.answer(socket.send(make(room as RoomId)))).toMatchObject({ code: "not_found" });
    });
  };

async function freshSocket(): Promise<PlainSocket> {
  refusals += 1;
  if (eves !== undefined && refusals % refusalsPerConnection !== 0) return eves;
  eves?.close();
  eves = await PlainSocket.open(cloud, eve);
  return eves;
}

it.each<[string, Ask]>([
  ["a page of history", call("GET", (room) => `/rooms/${room}/messages`)],
  ["missed events", call("GET", (room) => `/rooms/${room}/events?after=0`)],
  [
    "a message over HTTP",
    call(
      "POST",
      (room) => `/rooms/${room}/messages`,
      () => ({ id: randomUUID(), text: "?" }),
    ),
  ],
  ["a search", call("GET", (room) => `/rooms/${room}/search?q=members`)],
  ["a message", frame((room) => ({ action: "message.send", room, text: "hello?" }))],
  ["typing", frame((room) => ({ action: "typing", room }))],
  ["a read mark", frame((room) => ({ action: "read", room, seq: 1 }))],
])("[SEC7] takes a stranger the same time in a private room and in none: %s", async (_what, ask) => {
  for (let warmUp = 0; warmUp < warmUps; warmUp += 1)
    for (const room of [privateRoom, absent]) await ask(room);
  const differencesMs: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // In turns, for whoever comes first finds the caches colder.
    const isPrivateFirst = pair % 2 === 0;
    const [first, second] = isPrivateFirst ? [privateRoom, absent] : [absent, privateRoom];
    const [one, other] = [await ask(first), await ask(second)];
    differencesMs.push(isPrivateFirst ? one - other : other - one);
  }
  const share = differencesMs.filter((ms) => ms > 0).length / pairs;
  const isOtherwise = share < shareMin || share > shareMax;
  expect(isOtherwise && Math.abs(quantile(differencesMs, 0.5)) > differenceMaxMs).toBe(false);
});
