import { randomUUID } from "node:crypto";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { RoomId } from "@parley/protocol";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "../faults/find-violations.ts";
import { readDurable } from "../faults/read-durable.ts";
import { callApi } from "../testing/call-api.ts";
import { createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";
import { seedPeople } from "../testing/seed-people.ts";

const coldRooms = 8;
const bytesLeft = 40_000;
const text = (name: string) => `${name} ${"x".repeat(7_900)}`;

let cloud: Cloud;
let redis: Redis;
let ada: Person;
let eve: Person;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  redis = new Redis(cloud.redis.url);
  [ada, eve] = (await seedPeople(cloud, 2)) as [Person, Person];
});
afterAll(async () => {
  redis?.disconnect();
  await cloud?.stop();
});

const say = (room: string, name: string, id: string = randomUUID()) =>
  callApi(cloud.apiUrl, {
    method: "POST",
    path: `/rooms/${room}/messages`,
    token: ada.token,
    body: { id, text: text(name) },
  });

/** From now on Redis may take so much more, and not a byte beyond. */
async function leaveMemory(bytes: number): Promise<void> {
  const used = Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
  await redis.config("SET", "maxmemory", used + bytes);
}

async function listen(person: Person, room: RoomId): Promise<PlainSocket> {
  const socket = await PlainSocket.open(cloud, person);
  await socket.answer(socket.send({ action: "subscribe", rooms: { [room]: 0 } as Record<RoomId, number> }));
  return socket;
}

describe("Redis whose memory is used up", () => {
  it("lets go of rooms that nobody listens to rather than refuse, then refuses, and nothing is lost", async () => {
    const cold = await Promise.all(Array.from({ length: coldRooms }, () => createRoom(cloud, ada)));
    for (const { id } of cold) for (let at = 0; at < 6; at += 1) await say(id, `cold ${at}`);
    const { id: room } = await createRoom(cloud, ada, { members: [eve.username] });
    const [socket, leaving] = [await listen(ada, room), await listen(eve, room)];

    await leaveMemory(bytesLeft);
    const sent = new Map<string, string>();
    const statuses: number[] = [];
    const hotRooms = async () => (await redis.keys("room:*:meta")).length;
    while (!statuses.includes(503)) {
      const [id, name] = [randomUUID(), `hot ${sent.size}`];
      sent.set(id, name);
      const { status } = await say(room, name, id);
      statuses.push(status);
      expect(statuses.length).toBeLessThan(500);
    }
    // It was refused when there was nothing left that could be let go.
    expect(await hotRooms()).toBe(1);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(20);
    expect(new Set(statuses)).toEqual(new Set([201, 503]));

    // Not even what is small finds room now; who signs out is signed out all the same.
    await redis.config("SET", "maxmemory", 1);
    const page = await callApi(cloud.apiUrl, { path: `/rooms/${room}/messages`, token: ada.token });
    expect(page.status).toBe(200);
    const out = await callApi(cloud.apiUrl, {
      method: "POST",
      path: "/auth/sign-out",
      token: eve.token,
      body: {},
    });
    expect(out.status).toBe(200);
    await leaving.until(() => leaving.closed, "the end of a socket whose session ended");

    await redis.config("SET", "maxmemory", 0);
    for (const [id, name] of sent) expect([200, 201]).toContain((await say(room, name, id)).status);
    const durable = await readDurable(cloud, room, ada);
    expect(findViolations(durable, [...sent.values()].map(text))).toEqual([]);
    const told = () => socket.events(room).map(({ seq }) => seq);
    await expect.poll(() => told().at(-1)).toBe(durable.length);
    const [first = 0] = told();
    expect(told()).toEqual(durable.slice(first - 1).map(({ seq }) => seq));
    for (const { id } of cold) {
      const texts = Array.from({ length: 6 }, (_, at) => text(`cold ${at}`));
      expect(findViolations(await readDurable(cloud, id, ada), texts)).toEqual([]);
    }
  });
});
