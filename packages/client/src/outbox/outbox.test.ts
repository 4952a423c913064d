import type { ServerFrame } from "@parley/protocol";
import { expect, test } from "vitest";
import type { ChatOptions } from "../chat-options.ts";
import { ParleyError } from "../parley-error.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { FakeService, type Fate } from "../testing/fake-service.ts";
import { testChat, textsOf } from "../testing/test-chat.ts";

async function inRoom(options: ChatOptions & { seed?: number } = {}, service?: FakeService) {
  const clock = fakeClock();
  const world = service ?? new FakeService(clock);
  const tested = testChat(clock, world, options);
  tested.chat.connect();
  const timeline = tested.chat.open("rom_1");
  await clock.advance(500);
  const sends = () => world.frames.filter((frame) => frame.action === "message.send");
  const states = () => timeline.getSnapshot().pending.map((message) => message.state.kind);
  return { ...tested, clock, service: world, timeline, sends, states };
}

const steps: { at: string; client?: Fate; server?: Fate }[] = [
  { at: "before the message leaves", client: "cutBefore" },
  { at: "on the message's way", client: "lose" },
  { at: "after the service has it", client: "cutAfter" },
  { at: "before its event is told", server: "cutBefore" },
  { at: "on the event's way", server: "lose" },
  { at: "after the event", server: "cutAfter" },
];
for (const { at, client, server } of steps) {
  test(`a connection that breaks ${at} costs nothing: the message is there once, under one id`, async () => {
    const { chat, clock, service, timeline, sends } = await inRoom();
    let isFirst = true;
    const once = (fate: Fate | undefined, does: boolean): Fate => {
      if (!isFirst || !does || fate === undefined) return "pass";
      isFirst = false;
      return fate;
    };
    service.onClientFrame = (frame) => once(client, frame.action === "message.send");
    service.onServerFrame = (frame: ServerFrame) => once(server, frame.type === "events");
    await chat.send("rom_1", "once");
    await clock.advance(60_000);
    expect(textsOf(timeline)).toEqual({ said: ["once"], pending: [] });
    expect(service.room("rom_1").headSeq).toBe(1);
    expect(new Set(sends().map((frame) => frame.id)).size).toBe(1);
  });
}

test("messages of one room leave one by one, in the order in which they were written", async () => {
  const { chat, clock, service, sends, states } = await inRoom();
  service.latencyMs = () => 100;
  for (const text of ["a", "b", "c"]) void chat.send("rom_1", text);
  await clock.advance(0);
  expect(sends().length).toBe(1);
  expect(states()).toEqual(["sending", "waiting", "waiting"]);
  await clock.advance(1_000);
  expect(
    service
      .room("rom_1")
      .messages("usr_me")
      .map((message) => message.text),
  ).toEqual(["a", "b", "c"]);
});

test("[REC15] what a rebuilt log lost is sent again as soon as the room says that it was rebuilt", async () => {
  const { chat, clock, service, timeline, sends, states } = await inRoom();
  service.windows = [{ count: 1, windowMs: 60_000 }];
  service.cutAll();
  await clock.advance(5_000);
  let lost = 0;
  service.onClientFrame = (frame) => {
    if (frame.action !== "message.send" || lost > 0) return "pass";
    lost += 1;
    return "lose";
  };
  await chat.send("rom_1", "mine");
  await clock.advance(1_000);
  service.say("rom_1", "in the same epoch");
  await clock.advance(100);
  expect([sends().length, states()]).toEqual([1, ["sending"]]);
  service.epoch = "2";
  service.say("rom_1", "after the loss");
  await clock.advance(100);
  expect(textsOf(timeline)).toEqual({
    said: ["in the same epoch", "after the loss", "mine"],
    pending: [],
  });
  expect(sends().length).toBe(2);
});

test("[REC15] what waits since the service was out of reach goes out as soon as the room was rebuilt", async () => {
  const { chat, clock, service, timeline, states } = await inRoom();
  service.onArrival = (frame) => (frame.action === "message.send" ? { code: "unavailable" } : undefined);
  await chat.send("rom_1", "mine");
  await clock.advance(60_000);
  service.onArrival = () => undefined;
  await clock.advance(100);
  expect(states()).toEqual(["waiting"]);
  service.epoch = "2";
  service.say("rom_1", "somebody was first");
  await clock.advance(100);
  expect(textsOf(timeline)).toEqual({ said: ["somebody was first", "mine"], pending: [] });
});

test("rooms do not wait for each other", async () => {
  const { chat, clock, service, sends } = await inRoom();
  chat.follow([{ id: "rom_2" }]);
  await clock.advance(500);
  service.onClientFrame = () => "lose";
  void chat.send("rom_1", "a");
  void chat.send("rom_2", "b");
  await clock.advance(0);
  expect(sends().map((frame) => frame.room)).toEqual(["rom_1", "rom_2"]);
});

test("nothing is sent before the storage has it", async () => {
  const storage = memoryStorage();
  let keep: (() => void) | undefined;
  const slow = {
    ...storage,
    putEntry: () =>
      new Promise<void>((resolve) => {
        keep = resolve;
      }),
  };
  const { chat, clock, sends, states } = await inRoom({ storage: slow });
  void chat.send("rom_1", "a");
  await clock.advance(1_000);
  expect([sends().length, states()]).toEqual([0, ["waiting"]]);
  keep?.();
  await clock.advance(0);
  expect(sends().length).toBe(1);
});

test("a storage that fails or hangs does not keep a message from going out", async () => {
  for (const putEntry of [
    () => Promise.reject(new Error("full")),
    () => new Promise<void>(() => undefined),
  ]) {
    const { chat, clock, timeline, logged } = await inRoom({ storage: { ...memoryStorage(), putEntry } });
    void chat.send("rom_1", "a");
    await clock.advance(4_000);
    expect(textsOf(timeline)).toEqual({ said: ["a"], pending: [] });
    expect(logged.some((entry) => entry.level !== "debug")).toBe(true);
  }
});

test("a message that the service refuses for good is failed, and those behind it go on", async () => {
  const { chat, clock, service, timeline } = await inRoom();
  service.onArrival = (frame) =>
    frame.action === "message.send" && frame.text === "bad" ? { code: "forbidden" } : undefined;
  const bad = await chat.send("rom_1", "bad");
  await chat.send("rom_1", "good");
  await clock.advance(1_000);
  expect(textsOf(timeline)).toEqual({ said: ["good"], pending: ["bad"] });
  const [failed] = timeline.getSnapshot().pending;
  expect(failed?.state.kind === "failed" && failed.state.error.code).toBe("forbidden");

  service.onArrival = () => undefined;
  await chat.retry(bad);
  await clock.advance(1_000);
  expect(textsOf(timeline)).toEqual({ said: ["good", "bad"], pending: [] });
  expect(timeline.getSnapshot().messages.at(-1)?.key).toBe(bad);
});

test("a failed message can be dropped, here and in the storage", async () => {
  const storage = memoryStorage();
  const { chat, clock, service, timeline } = await inRoom({ storage });
  service.denied.add("rom_1");
  const id = await chat.send("rom_1", "a");
  await clock.advance(1_000);
  expect(timeline.getSnapshot().pending[0]?.state.kind).toBe("failed");
  await chat.discard(id);
  await clock.advance(0);
  expect([timeline.getSnapshot().pending, await storage.entries()]).toEqual([[], []]);
});

test("a passing failure is tried again by itself", async () => {
  const { chat, clock, service, timeline, states } = await inRoom();
  let failures = 3;
  service.onArrival = (frame) => {
    if (frame.action !== "message.send" || failures === 0) return undefined;
    failures -= 1;
    return { code: "unavailable" };
  };
  await chat.send("rom_1", "a");
  await clock.advance(20);
  expect(states()).toEqual(["waiting"]);
  await clock.advance(30_000);
  expect(textsOf(timeline)).toEqual({ said: ["a"], pending: [] });
});

test("the eleventh message within a minute waits, counts down and goes out by itself", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  service.windows = [{ count: 10, windowMs: 60_000 }];
  const { chat } = testChat(clock, service);
  chat.connect();
  const timeline = chat.open("rom_1");
  await clock.advance(500);
  for (let at = 1; at <= 12; at += 1) void chat.send("rom_1", `m${at}`);
  await clock.advance(5_000);
  expect(textsOf(timeline).pending).toEqual(["m11", "m12"]);
  const { pending, throttle } = timeline.getSnapshot();
  expect(pending.map((message) => message.state.kind)).toEqual(["limited", "waiting"]);
  const until = pending[0]?.state.kind === "limited" ? pending[0].state.until : 0;
  expect(throttle).toMatchObject({ availableAt: until, queued: 2, windows: service.windows });
  expect(until - clock.now()).toBeGreaterThan(50_000);
  expect(chat.throttle.getSnapshot()).toMatchObject({ availableAt: until, queued: 2 });
  await clock.advance(until - clock.now() + 1_000);
  expect(textsOf(timeline)).toEqual({
    said: Array.from({ length: 12 }, (_, at) => `m${at + 1}`),
    pending: [],
  });
});

test("the service has the last word on the throttle", async () => {
  const { chat, clock, service, timeline } = await inRoom();
  let refusals = 1;
  service.onArrival = (frame) => {
    if (frame.action !== "message.send" || refusals === 0) return undefined;
    refusals -= 1;
    return { code: "rate_limited", retryAfterMs: 7_000 };
  };
  await chat.send("rom_1", "a");
  await clock.advance(20);
  expect(timeline.getSnapshot().pending[0]?.state).toEqual({ kind: "limited", until: clock.now() + 7_000 });
  await clock.advance(6_900);
  expect(textsOf(timeline).pending).toEqual(["a"]);
  await clock.advance(200);
  expect(textsOf(timeline)).toEqual({ said: ["a"], pending: [] });
});

test("a repeat that the service already has waits for its event before it leaves the outbox", async () => {
  const { chat, clock, service, timeline } = await inRoom();
  service.onServerFrame = (frame) => (frame.type === "events" ? "lose" : "pass");
  service.onRequest = (line) => (line.includes("/events") ? "drop" : undefined);
  await chat.send("rom_1", "a");
  await clock.advance(13_000);
  expect(service.frames.filter((frame) => frame.action === "message.send").length).toBe(2);
  expect(textsOf(timeline)).toEqual({ said: [], pending: ["a"] });
  service.onRequest = () => undefined;
  await clock.advance(60_000);
  expect(textsOf(timeline)).toEqual({ said: ["a"], pending: [] });
});

test("a session that ends keeps the outbox for the next sign-in", async () => {
  const { chat, clock, service, timeline } = await inRoom();
  service.onArrival = () => ({ code: "unauthenticated" });
  await chat.send("rom_1", "a");
  await clock.advance(1_000);
  expect(timeline.getSnapshot().pending[0]?.state.kind).toBe("waiting");
  service.onArrival = () => undefined;
  chat.connect();
  await clock.advance(1_000);
  expect(textsOf(timeline)).toEqual({ said: ["a"], pending: [] });
});

test("what cannot be taken is refused at once", async () => {
  const { chat } = await inRoom();
  await expect(chat.send("rom_1", " \n ")).rejects.toMatchObject({ code: "invalid" });
  await expect(chat.send("rom_1", "\u0001".repeat(8_000))).rejects.toMatchObject({ code: "too_large" });
  await expect(chat.send("rom_1", "x".repeat(8_001))).rejects.toMatchObject({ code: "too_large" });
  const nobody = testChat(fakeClock(), new FakeService(fakeClock())).chat;
  await expect(nobody.send("rom_1", "a")).rejects.toBeInstanceOf(ParleyError);
});
