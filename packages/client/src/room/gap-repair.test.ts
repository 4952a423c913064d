import { expect, test } from "vitest";
import { memoryStorage } from "../storage/memory-storage.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { FakeService } from "../testing/fake-service.ts";
import { testChat } from "../testing/test-chat.ts";

async function following(seed = 1) {
  const clock = fakeClock();
  const service = new FakeService(clock);
  service.say("rom_1", "first");
  const { chat, logged } = testChat(clock, service, { seed });
  const seqs: number[] = [];
  chat.on("events", ({ events }) => seqs.push(...events.map((event) => event.seq)));
  chat.follow([{ id: "rom_1", headSeq: 1 }]);
  chat.connect();
  await clock.advance(500);
  const repairs = () => service.requests.filter((line) => line.includes("/events?"));
  const lose = (count: number) => {
    service.onServerFrame = (frame) => (frame.type === "events" ? "lose" : "pass");
    for (let at = 0; at < count; at += 1) service.say("rom_1", `lost ${at}`);
    service.onServerFrame = () => "pass";
  };
  return { chat, clock, service, seqs, repairs, lose, logged };
}

test("a frame that overtakes another is put in its place without a request", async () => {
  const { clock, service, seqs, repairs } = await following();
  const delays = [150, 10];
  service.latencyMs = () => delays.shift() ?? 10;
  service.say("rom_1", "slow");
  service.say("rom_1", "fast");
  await clock.advance(1_000);
  expect([seqs, repairs()]).toEqual([[2, 3], []]);
});

test("a gap is filled from the events after the last one applied, by one request", async () => {
  const { clock, service, seqs, repairs, lose } = await following();
  lose(3);
  service.say("rom_1", "seen");
  service.say("rom_1", "seen too");
  await clock.advance(1_000);
  expect(seqs).toEqual([2, 3, 4, 5, 6]);
  expect(repairs()).toEqual(["GET /rooms/rom_1/events?after=1&limit=500"]);
});

test("a gap at the end, which no event reveals, is found by the next ping", async () => {
  const { clock, seqs, lose } = await following();
  lose(2);
  await clock.advance(20_000);
  expect(seqs).toEqual([]);
  await clock.advance(10_000);
  expect(seqs).toEqual([2, 3]);
});

test("a long absence is made good page by page", async () => {
  const { clock, service, seqs, repairs } = await following();
  service.onRequest = (line) => (line === "POST /ws-ticket" ? { code: "unavailable" } : undefined);
  service.cutAll();
  const room = service.room("rom_1");
  for (let at = 0; at < 1_300; at += 1) room.post("usr_else", "while away", `away-${at}`, clock.now());
  service.onRequest = () => undefined;
  await clock.advance(60_000);
  expect(seqs).toEqual(Array.from({ length: 1_300 }, (_, at) => at + 2));
  // 100 came with the resume, the rest in pages of 500.
  expect(repairs().map((line) => line.split("?")[1])).toEqual([
    "after=101&limit=500",
    "after=601&limit=500",
    "after=1101&limit=500",
  ]);
});

test("a repair that fails is tried again, and at most one runs for a room", async () => {
  const { clock, service, seqs, repairs, lose } = await following();
  service.onRequest = (line) => (line.includes("/events?") ? { code: "unavailable" } : undefined);
  lose(1);
  for (let at = 0; at < 5; at += 1) service.say("rom_1", `seen ${at}`);
  await clock.advance(20_000);
  expect(seqs).toEqual([]);
  service.onRequest = () => undefined;
  const failed = repairs().length;
  expect(failed).toBeGreaterThan(3);
  await clock.advance(60_000);
  expect(seqs).toEqual([2, 3, 4, 5, 6, 7]);
  expect(repairs().length).toBe(failed + 1);
});

test("a head that the service announces and does not have is given up after a while, with a warning", async () => {
  const { clock, service, repairs, logged } = await following();
  for (const peer of service.open) {
    const heads = { [service.room("rom_1").id]: 9 };
    peer.tell({ type: "pong", id: "p", at: "2026-01-01T00:00:00.000Z", heads });
  }
  await clock.advance(120_000);
  const count = repairs().length;
  expect(count).toBe(6);
  expect(logged.some((entry) => entry.level === "warn")).toBe(true);
  await clock.advance(120_000);
  expect(repairs().length).toBe(count);
});

test("how far a room was seen is kept, and a later run goes on from there", async () => {
  const storage = memoryStorage();
  const clock = fakeClock();
  const service = new FakeService(clock);
  const start = () => testChat(clock, service, { storage }).chat;
  const first = start();
  first.follow([{ id: "rom_1", headSeq: 0 }]);
  first.connect();
  await clock.advance(500);
  service.say("rom_1", "seen");
  await clock.advance(2_000);
  first.close();
  service.say("rom_1", "missed");

  const second = start();
  await second.ready;
  expect([second.lastSeen("rom_1"), second.lastSeen("rom_9")]).toEqual([1, undefined]);
  const seqs: number[] = [];
  second.on("events", ({ events }) => seqs.push(...events.map((event) => event.seq)));
  second.follow([{ id: "rom_1", headSeq: second.lastSeen("rom_1") ?? 0 }]);
  second.connect();
  await clock.advance(500);
  expect(seqs).toEqual([2]);
});
