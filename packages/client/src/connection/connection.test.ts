import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { errorFrame, FakeService } from "../testing/fake-service.ts";
import { testChat } from "../testing/test-chat.ts";
import { replaceAfterMs, replaceSpreadMs } from "./connection.ts";
import type { ConnectionState } from "./connection-state.ts";

async function online(options: Parameters<typeof testChat>[2] = {}) {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const tested = testChat(clock, service, options);
  tested.chat.connect();
  await clock.advance(200);
  const status = () => tested.chat.connection.getSnapshot().status;
  expect(status()).toBe("online");
  const tickets = () => service.requests.filter((line) => line === "POST /ws-ticket").length;
  return { ...tested, clock, service, status, tickets };
}

test("without rooms a ping makes the service say hello", async () => {
  const { service } = await online();
  expect(service.frames.map((frame) => frame.action)).toEqual(["ping"]);
});

test("a lost connection comes back after a jittered wait, with a ticket of its own", async () => {
  const { chat, clock, service, status, tickets } = await online();
  await clock.advance(20_000);
  service.cutAll();
  const state = chat.connection.getSnapshot();
  expect(state).toMatchObject({ status: "reconnecting", reason: "lost", attempt: 1 });
  const retryAt = state.status === "reconnecting" ? (state.retryAt ?? 0) : 0;
  expect(retryAt - clock.now()).toBeLessThanOrEqual(1_000);
  await clock.advance(retryAt - clock.now() + 200);
  expect([status(), tickets(), service.open.length]).toEqual(["online", 2, 1]);
});

async function retryWaits(seed: number): Promise<number[]> {
  const { chat, clock, service } = await online({ seed });
  const waits: number[] = [];
  chat.connection.subscribe(() => {
    const state = chat.connection.getSnapshot();
    if (state.status === "reconnecting" && state.retryAt !== undefined)
      waits.push(state.retryAt - clock.now());
  });
  service.onRequest = () => ({ code: "unavailable" });
  service.cutAll();
  await clock.advance(600_000);
  return waits;
}

test("waits grow with every failure, never beyond 30 s, and differ between clients", async () => {
  const [one, two] = [await retryWaits(1), await retryWaits(2)];
  expect(one.length).toBeGreaterThan(15);
  expect(Math.max(...one)).toBeLessThanOrEqual(30_000);
  expect(Math.max(...one.slice(-8))).toBeGreaterThan(10_000);
  expect(one.slice(0, 5)).not.toEqual(two.slice(0, 5));
});

test("a connection that breaks as soon as it is up does not reset the backoff", async () => {
  const { clock, service, tickets } = await online();
  service.onServerFrame = (frame) => (frame.type === "hello" ? "cutAfter" : "pass");
  service.cutAll();
  await clock.advance(120_000);
  expect(tickets()).toBeLessThan(20);
});

test("who asks to connect while the next try is waited for is not kept waiting", async () => {
  const { chat, clock, service, status, tickets } = await online();
  service.onRequest = () => ({ code: "unavailable" });
  service.cutAll();
  await clock.advance(60_000);
  service.onRequest = () => undefined;
  const before = tickets();
  expect(status()).toBe("reconnecting");
  chat.connect();
  chat.connect();
  await clock.advance(200);
  expect([status(), tickets() - before]).toEqual(["online", 1]);
});

test("the network's return is not waited out", async () => {
  const { clock, service, status, surroundings } = await online();
  surroundings.set({ online: false });
  service.onRequest = () => "drop";
  service.cutAll();
  expect(status()).toBe("offline");
  service.onRequest = () => undefined;
  surroundings.set({ online: true });
  expect(status()).toBe("reconnecting");
  await clock.advance(200);
  expect(status()).toBe("online");
});

test("a platform that wrongly says there is no network keeps nobody away for long", async () => {
  const { clock, service, status, surroundings } = await online();
  surroundings.set({ online: false });
  service.cutAll();
  await clock.advance(31_000);
  expect(status()).toBe("online");
});

test("a hidden page rests after three tries and returns when it is seen", async () => {
  const { clock, service, status, surroundings, tickets } = await online();
  surroundings.set({ visible: false });
  service.onRequest = () => ({ code: "unavailable" });
  service.cutAll();
  await clock.advance(3_600_000);
  expect([status(), tickets()]).toEqual(["paused", 4]);
  service.onRequest = () => undefined;
  surroundings.set({ visible: true });
  await clock.advance(200);
  expect(status()).toBe("online");
});

test("a connection is dead when a ping goes unanswered for 10 s, and not for silence alone", async () => {
  const { clock, service, status } = await online();
  await clock.advance(24_000);
  expect(service.frames.length).toBe(1);
  service.onServerFrame = () => "lose";
  await clock.advance(10_000);
  expect([service.frames.length, status()]).toEqual([2, "online"]);
  await clock.advance(1_500);
  expect(status()).toBe("reconnecting");
});

test("after a sleep the other side is asked again before it is judged", async () => {
  const { clock, service, status } = await online();
  await clock.advance(24_950);
  // The ping is out, its answer on the way, and the machine sleeps for an hour.
  await clock.sleep(3_600_000);
  expect(status()).toBe("online");
  service.onServerFrame = () => "lose";
  await clock.advance(12_000);
  await clock.sleep(3_600_000);
  await clock.advance(11_000);
  expect(status()).not.toBe("online");
});

test("a page that is seen again asks at once whether the connection lives", async () => {
  const { clock, service, surroundings } = await online();
  surroundings.set({ visible: false });
  await clock.advance(5_000);
  surroundings.set({ visible: true });
  expect(service.frames.map((frame) => frame.action)).toEqual(["ping", "ping"]);
});

test("before the gateway's 2 hours a successor takes over, and the old socket is closed after it", async () => {
  const { chat, clock, service, status } = await online();
  const states: ConnectionState[] = [];
  chat.connection.subscribe(() => states.push(chat.connection.getSnapshot()));
  let most = 0;
  for (let minute = 0; minute < 106; minute += 1) {
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(1_000);
      most = Math.max(most, service.open.length);
    }
  }
  expect(most).toBe(2);
  expect([service.open.length, status()]).toEqual([1, "online"]);
  expect(states.map((state) => state.status)).toEqual(["online"]);
  expect(replaceAfterMs - replaceSpreadMs).toBe(100 * 60_000);
});

test("a successor that fails leaves the old connection alone and is tried again", async () => {
  const { chat, clock, service, status } = await online();
  await clock.advance(99 * 60_000);
  const states: string[] = [];
  chat.connection.subscribe(() => states.push(status()));
  service.onRequest = () => ({ code: "unavailable" });
  await clock.advance(7 * 60_000);
  expect([states, service.open.length]).toEqual([[], 1]);
  service.onRequest = () => undefined;
  await clock.advance(60_000);
  expect([states, service.open.length]).toEqual([["online"], 1]);
});

test("signed_out ends it for good", async () => {
  const { chat, clock, service, status } = await online();
  for (const peer of service.open) {
    peer.tell({ type: "signed_out", reason: "revoked" });
    peer.cut();
  }
  await clock.advance(600_000);
  expect(chat.connection.getSnapshot()).toEqual({ status: "signed_out", reason: "revoked" });
  chat.connect();
  await clock.advance(200);
  expect(status()).toBe("online");
});

test("a refused ticket ends it when nobody is signed in", async () => {
  const { chat, clock, service, tickets } = await online();
  service.onRequest = () => ({ code: "unauthenticated" });
  service.cutAll();
  await clock.advance(600_000);
  expect(chat.connection.getSnapshot()).toEqual({ status: "signed_out", reason: "unauthenticated" });
  expect(tickets()).toBe(2);
});

test("a refused frame ends it when the session has ended", async () => {
  const { chat, service } = await online();
  for (const peer of service.open) peer.tell(errorFrame("unauthenticated", "id-1-7"));
  expect(chat.connection.getSnapshot().status).toBe("signed_out");
});

test("a service that asks to slow down is left alone for as long as it said", async () => {
  const { chat, clock, service, status } = await online();
  const until = clock.now() + 42_000;
  for (const peer of service.open) {
    peer.tell(errorFrame("rate_limited", undefined, 42_000));
    peer.cut();
  }
  const state = chat.connection.getSnapshot();
  expect(state).toMatchObject({ status: "reconnecting", reason: "limited" });
  expect(state.status === "reconnecting" && (state.retryAt ?? 0) >= until).toBe(true);
  chat.disconnect();
  chat.connect();
  await clock.advance(41_000);
  expect(status()).toBe("reconnecting");
  await clock.advance(2_000);
  expect(status()).toBe("online");
});

test("disconnect and close leave nothing running", async () => {
  const { chat, clock, service, status } = await online();
  chat.disconnect();
  expect([status(), service.open.length]).toEqual(["idle", 0]);
  chat.connect();
  await clock.advance(5);
  chat.close();
  await clock.advance(60_000);
  expect([status(), service.open.length, clock.pending]).toEqual(["idle", 0, 0]);
});

test("what is not a frame of the protocol harms nobody", async () => {
  const { service, status, logged } = await online();
  for (const peer of service.open) {
    for (const raw of [
      "",
      "null",
      "[]",
      "7",
      "{",
      '{"message":"Internal server error"}',
      new ArrayBuffer(2),
    ]) {
      peer.tellRaw(raw);
    }
    peer.tellRaw('{"type":"of a later version"}');
    peer.tellRaw('{"type":"events","room":"rom_unknown","events":[]}');
  }
  expect(status()).toBe("online");
  expect(logged.filter((entry) => entry.level === "error")).toEqual([]);
});
