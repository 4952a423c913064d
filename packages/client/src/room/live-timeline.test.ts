import { expect, test } from "vitest";
import type { ChatOptions } from "../chat-options.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { FakeService } from "../testing/fake-service.ts";
import { testChat, textsOf } from "../testing/test-chat.ts";

async function openRoom(count: number, options: ChatOptions = {}) {
  const clock = fakeClock();
  const service = new FakeService(clock);
  for (let at = 1; at <= count; at += 1) service.say("rom_1", `m${at}`);
  const { chat } = testChat(clock, service, options);
  chat.connect();
  const timeline = chat.open("rom_1");
  await clock.advance(500);
  const seqs = () => {
    const all = timeline
      .getSnapshot()
      .messages.toArray()
      .map((message) => message.seq);
    return [all.at(0), all.at(-1), all.length];
  };
  return { chat, clock, service, timeline, seqs };
}

test("a room opens on its newest page", async () => {
  const { timeline, seqs } = await openRoom(120);
  expect(seqs()).toEqual([71, 120, 50]);
  expect(timeline.getSnapshot()).toMatchObject({
    status: "ready",
    error: undefined,
    headSeq: 120,
    hasBefore: true,
    hasAfter: false,
    loadingWindow: false,
  });
});

test("older pages join on in front, one request at a time, up to the beginning", async () => {
  const { clock, service, timeline, seqs } = await openRoom(120);
  service.requests.length = 0;
  void timeline.loadBefore();
  void timeline.loadBefore();
  expect(timeline.getSnapshot().loadingBefore).toBe(true);
  await clock.advance(500);
  expect([seqs(), service.requests.length]).toEqual([[21, 120, 100], 1]);
  void timeline.loadBefore();
  await clock.advance(500);
  expect([seqs(), timeline.getSnapshot().hasBefore]).toEqual([[1, 120, 120], false]);
  await timeline.loadBefore();
  expect(service.requests.length).toBe(2);
});

test("a window around a seq grows both ways and meets the live end without a gap", async () => {
  const { clock, service, timeline, seqs } = await openRoom(200);
  void timeline.loadAround(100);
  await clock.advance(500);
  expect([seqs(), timeline.getSnapshot().hasAfter]).toEqual([[75, 124, 50], true]);
  service.say("rom_1", "not in the window");
  await clock.advance(500);
  expect(seqs()).toEqual([75, 124, 50]);
  for (const expected of [174, 201]) {
    void timeline.loadAfter();
    service.say("rom_1", "while it loads");
    await clock.advance(500);
    expect(seqs()[1]).toBeGreaterThanOrEqual(expected);
  }
  expect([seqs()[1], timeline.getSnapshot().hasAfter]).toEqual([203, false]);
  service.say("rom_1", "live");
  await clock.advance(500);
  expect(seqs()).toEqual([75, 204, 130]);
});

test("jumping to the newest works from anywhere, and is free when one is there", async () => {
  const { clock, service, timeline, seqs } = await openRoom(200);
  void timeline.loadAround(20);
  await clock.advance(500);
  void timeline.loadLatest();
  await clock.advance(500);
  expect([seqs(), timeline.getSnapshot().hasAfter]).toEqual([[151, 200, 50], false]);
  service.requests.length = 0;
  await timeline.loadLatest();
  expect(service.requests).toEqual([]);
});

test("the last jump wins, whatever is still on its way", async () => {
  const { clock, timeline, seqs } = await openRoom(300);
  void timeline.loadBefore();
  void timeline.loadAround(100);
  void timeline.loadAround(200);
  await clock.advance(500);
  expect(seqs()).toEqual([175, 224, 50]);
  expect(timeline.getSnapshot()).toMatchObject({ loadingBefore: false, loadingWindow: false });
});

test("events that arrive while the first page is on its way are in it once", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  service.say("rom_1", "a");
  const { chat } = testChat(clock, service);
  chat.follow([{ id: "rom_1", headSeq: 0 }]);
  chat.connect();
  await clock.advance(200);
  const timeline = chat.open("rom_1");
  await clock.advance(5);
  service.say("rom_1", "before the page was read");
  await clock.advance(10);
  service.say("rom_1", "after the page was read");
  service.room("rom_1").react("usr_else", 1, "👍", clock.now());
  service.deliver("rom_1", 1);
  await clock.advance(500);
  expect(textsOf(timeline).said).toEqual(["a", "before the page was read", "after the page was read"]);
  expect(timeline.getSnapshot().messages.at(0)?.reactions).toEqual([{ emoji: "👍", count: 1, mine: false }]);
});

test("a snapshot is the same object until something changes, and a burst is told once", async () => {
  const { clock, service, timeline } = await openRoom(3);
  const before = timeline.getSnapshot();
  expect(timeline.getSnapshot()).toBe(before);
  let told = 0;
  const end = timeline.subscribe(() => {
    told += 1;
  });
  service.latencyMs = () => 0;
  const room = service.room("rom_1");
  for (const text of ["x", "y", "z"]) room.post("usr_else", text, text, clock.now());
  service.deliver("rom_1", 3);
  await clock.advance(0);
  expect(told).toBe(1);
  const after = timeline.getSnapshot();
  expect(after).not.toBe(before);
  expect(after.messages.at(0)).toBe(before.messages.at(0));
  expect(after.pending).toBe(before.pending);
  expect(after.throttle).toBe(before.throttle);
  end();
  service.say("rom_1", "unheard");
  await clock.advance(0);
  expect(told).toBe(1);
});

test("a message moves from pending into the window in one snapshot", async () => {
  const { chat, clock, timeline } = await openRoom(1);
  const totals: number[] = [];
  timeline.subscribe(() => {
    const { messages, pending } = timeline.getSnapshot();
    totals.push(messages.length + pending.length);
  });
  await chat.send("rom_1", "a");
  await clock.advance(500);
  expect(new Set(totals)).toEqual(new Set([2]));
});

test("the application's own pace of notifications is kept", async () => {
  const flushes: (() => void)[] = [];
  const { clock, service, timeline } = await openRoom(1, { schedule: (flush) => flushes.push(flush) });
  for (const flush of flushes.splice(0)) flush();
  let told = 0;
  timeline.subscribe(() => {
    told += 1;
  });
  service.say("rom_1", "a");
  service.say("rom_1", "b");
  await clock.advance(500);
  expect([told, flushes.length]).toEqual([0, 1]);
  for (const flush of flushes.splice(0)) flush();
  expect(told).toBe(1);
});

test("what cannot be loaded says why, and is loaded at the next sign of life", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  service.say("rom_1", "a");
  service.onRequest = (line) => (line.includes("/messages") ? { code: "unavailable" } : undefined);
  const { chat } = testChat(clock, service);
  chat.connect();
  const timeline = chat.open("rom_1");
  await clock.advance(10_000);
  expect(timeline.getSnapshot()).toMatchObject({ status: "failed", error: { code: "unavailable" } });
  service.onRequest = () => undefined;
  await clock.advance(30_000);
  expect(timeline.getSnapshot()).toMatchObject({ status: "ready", error: undefined });
  expect(textsOf(timeline).said).toEqual(["a"]);
});

test("an older page that fails leaves the window as it was and can be asked for again", async () => {
  const { clock, service, timeline, seqs } = await openRoom(100);
  service.onRequest = () => ({ code: "unavailable" });
  void timeline.loadBefore();
  await clock.advance(20_000);
  expect(timeline.getSnapshot()).toMatchObject({
    status: "ready",
    loadingBefore: false,
    error: { code: "unavailable" },
  });
  service.onRequest = () => undefined;
  void timeline.loadBefore();
  await clock.advance(500);
  expect([seqs(), timeline.getSnapshot().error]).toEqual([[1, 100, 100], undefined]);
});

test("a room that is lost shows nothing any more, and comes back when it is joined again", async () => {
  const { chat, clock, service, timeline } = await openRoom(2);
  const told: string[] = [];
  chat.on("room", (notice) => told.push(notice.type));
  for (const peer of service.open) {
    peer.tell({ type: "room.left", room: service.room("rom_1").id, reason: "kicked" });
  }
  await clock.advance(100);
  expect(timeline.getSnapshot()).toMatchObject({ status: "denied", messages: { length: 0 } });
  service.say("rom_1", "not for you");
  await clock.advance(100);
  expect(timeline.getSnapshot().messages.length).toBe(0);
  chat.follow([{ id: "rom_1" }]);
  await clock.advance(500);
  expect(textsOf(timeline).said).toEqual(["m1", "m2", "not for you"]);
  expect(told).toEqual(["room.left"]);
});

test("a room that may not be read is told as denied, whichever way it is found out", async () => {
  for (const how of ["at once", "by a page", "by a repair"]) {
    const clock = fakeClock();
    const service = new FakeService(clock);
    service.say("rom_1", "a");
    const { chat } = testChat(clock, service);
    const denied: string[] = [];
    chat.on("denied", ({ room }) => denied.push(room));
    chat.connect();
    if (how !== "by a repair") service.denied.add("rom_1");
    const timeline = chat.open("rom_1");
    await clock.advance(500);
    if (how === "by a repair") {
      service.room("rom_1").post("usr_else", "b", "b", 0);
      for (const peer of service.open) {
        const heads = { [service.room("rom_1").id]: 2 };
        peer.tell({ type: "pong", id: "p", at: "2026-01-01T00:00:00.000Z", heads });
      }
      service.denied.add("rom_1");
      await clock.advance(1_000);
    }
    expect([timeline.getSnapshot().status, denied]).toEqual(["denied", ["rom_1"]]);
  }
});

test("a timeline lives until it was closed as often as it was opened", async () => {
  const { chat, timeline } = await openRoom(1);
  expect(chat.open("rom_1")).toBe(timeline);
  timeline.close();
  expect(chat.open("rom_1")).toBe(timeline);
  timeline.close();
  timeline.close();
  expect(chat.open("rom_1")).not.toBe(timeline);
});

test("every event is told once and in order, whatever its kind", async () => {
  const { clock, service, timeline } = await openRoom(1);
  const kinds: string[] = [];
  timeline.onEvent((event) => kinds.push(event.kind));
  timeline.onEvent(() => {
    throw new Error("the application's");
  });
  service.room("rom_1").react("usr_else", 1, "👍", clock.now());
  service.room("rom_1").edit("usr_else", 1, "edited", clock.now());
  service.deliver("rom_1", 2);
  service.deliver("rom_1", 2);
  await clock.advance(500);
  expect(kinds).toEqual(["reaction.added", "message.edited"]);
});
