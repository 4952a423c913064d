import { expect, test } from "vitest";
import type { ChatStorage } from "../storage/chat-storage.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { fakeClock, settle } from "../testing/fake-clock.ts";
import { fakeLocks } from "../testing/fake-locks.ts";
import { FakeService } from "../testing/fake-service.ts";
import { testChat, textsOf } from "../testing/test-chat.ts";

const broken = () => Promise.reject(new Error("broken"));

async function world() {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  let seed = 0;
  const load = async (locks?: ReturnType<typeof fakeLocks>, kept: ChatStorage = storage) => {
    seed += 1;
    const tab = testChat(clock, service, { storage: kept, seed, ...(locks && { locks }) });
    await tab.chat.ready;
    const timeline = tab.chat.open("rom_1");
    return { ...tab, timeline };
  };
  const first = await load();
  first.chat.connect();
  await clock.advance(500);
  return { clock, service, storage, load, first };
}

test("a reload while waiting: shown at once and offline, sent when online, as itself", async () => {
  const { clock, service, load, first } = await world();
  first.chat.disconnect();
  const id = await first.chat.send("rom_1", "a");
  first.chat.close();
  const second = await load();
  expect(second.timeline.getSnapshot().pending).toMatchObject([
    { id, text: "a", state: { kind: "waiting" } },
  ]);
  second.chat.connect();
  await clock.advance(1_000);
  expect(textsOf(second.timeline)).toEqual({ said: ["a"], pending: [] });
  expect(service.room("rom_1").headSeq).toBe(1);
});

test("a reload while sending, the message being there already: once in the room, nothing left", async () => {
  const { clock, service, storage, load, first } = await world();
  service.onServerFrame = (frame) => (frame.type === "events" ? "lose" : "pass");
  await first.chat.send("rom_1", "a");
  await clock.advance(100);
  expect(service.room("rom_1").headSeq).toBe(1);
  first.chat.close();
  service.onServerFrame = () => "pass";
  const second = await load();
  second.chat.connect();
  await clock.advance(1_000);
  expect(textsOf(second.timeline)).toEqual({ said: ["a"], pending: [] });
  expect([service.room("rom_1").headSeq, await storage.entries()]).toEqual([1, []]);
});

const storages = {
  "before its page": (storage: ChatStorage) => storage,
  "after its page": (storage: ChatStorage, clock: ReturnType<typeof fakeClock>): ChatStorage => ({
    ...storage,
    entries: async () => {
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, 300));
      return storage.entries();
    },
  }),
};
for (const [when, slowed] of Object.entries(storages)) {
  test(`a reload between commit and sight, the outbox being read ${when}: shown once at once, offline too`, async () => {
    const { clock, service, storage, first } = await world();
    service.onServerFrame = (frame) => (frame.type === "events" ? "lose" : "pass");
    await first.chat.send("rom_1", "a");
    await first.chat.send("rom_1", "b");
    await clock.advance(100);
    first.chat.close();
    const { chat } = testChat(clock, service, { storage: slowed(storage, clock), seed: 2 });
    const timeline = chat.open("rom_1");
    const shown = new Set<number>();
    const look = () => {
      const { said, pending } = textsOf(timeline);
      shown.add([...said, ...pending].filter((text) => text === "a").length);
    };
    timeline.subscribe(look);
    await clock.advance(1_000);
    look();
    expect(textsOf(timeline)).toEqual({ said: ["a"], pending: ["b"] });
    expect([...shown].every((count) => count <= 1)).toBe(true);
    service.onServerFrame = () => "pass";
    chat.connect();
    await clock.advance(1_000);
    expect(textsOf(timeline)).toEqual({ said: ["a", "b"], pending: [] });
    expect(service.frames.filter((frame) => frame.action === "message.send")).toHaveLength(2);
  });
}

test("a reload while limited: it goes out all the same", async () => {
  const { clock, service, load, first } = await world();
  let refusals = 1;
  service.onArrival = (frame) => {
    if (frame.action !== "message.send" || refusals === 0) return undefined;
    refusals -= 1;
    return { code: "rate_limited", retryAfterMs: 50_000 };
  };
  await first.chat.send("rom_1", "a");
  await clock.advance(20);
  expect(first.timeline.getSnapshot().pending[0]?.state.kind).toBe("limited");
  first.chat.close();
  const second = await load();
  second.chat.connect();
  await clock.advance(1_000);
  expect(textsOf(second.timeline)).toEqual({ said: ["a"], pending: [] });
});

test("a reload while failed: still failed, with its reason, and still to be retried", async () => {
  const { clock, service, load, first } = await world();
  service.onArrival = (frame) => (frame.action === "message.send" ? { code: "forbidden" } : undefined);
  const id = await first.chat.send("rom_1", "a");
  await clock.advance(100);
  first.chat.close();
  const second = await load();
  second.chat.connect();
  await clock.advance(1_000);
  const [kept] = second.timeline.getSnapshot().pending;
  expect(kept?.state.kind === "failed" && kept.state.error.code).toBe("forbidden");
  service.onArrival = () => undefined;
  await second.chat.retry(id);
  await clock.advance(1_000);
  expect(textsOf(second.timeline)).toEqual({ said: ["a"], pending: [] });
});

test("what was written for a room that was left is told beside all rooms, over a reload too, until it is discarded", async () => {
  const clock = fakeClock();
  const storage = memoryStorage();
  const service = new FakeService(clock);
  const first = testChat(clock, service, { storage });
  const told: string[][] = [];
  const read = ({ chat }: typeof first) =>
    chat.pending.getSnapshot().map(({ room, text, state }) => `${room} ${text} ${state.kind}`);
  first.chat.pending.subscribe(() => told.push(read(first)));
  first.chat.connect();
  first.chat.open("rom_1");
  await clock.advance(500);
  service.onClientFrame = (frame) => (frame.action === "message.send" ? "lose" : "pass");
  for (const text of ["a", "b"]) await first.chat.send("rom_1", text);
  await clock.advance(100);
  expect(read(first)).toEqual(["rom_1 a sending", "rom_1 b waiting"]);
  service.denied.add("rom_1");
  for (const peer of service.open) {
    peer.tell({ type: "room.left", room: service.room("rom_1").id, reason: "banned" });
  }
  await clock.advance(100);
  const failed = ["rom_1 a failed", "rom_1 b failed"];
  expect([read(first), told.at(-1)]).toEqual([failed, failed]);
  expect(first.chat.pending.getSnapshot()).toBe(first.chat.pending.getSnapshot());
  first.chat.close();

  const second = testChat(clock, service, { storage, seed: 2 });
  second.chat.connect();
  await clock.advance(60_000);
  expect(read(second)).toEqual(failed);
  await second.chat.discard(second.chat.pending.getSnapshot()[0]?.id ?? "");
  await clock.advance(100);
  expect(read(second)).toEqual(["rom_1 b failed"]);
  expect((await storage.entries()).map(({ text }) => text)).toEqual(["b"]);
});

test("several messages keep their order over a reload", async () => {
  const { clock, load, first } = await world();
  first.chat.disconnect();
  for (const text of ["a", "b", "c"]) await first.chat.send("rom_1", text);
  first.chat.close();
  const second = await load();
  await second.chat.send("rom_1", "d");
  second.chat.connect();
  await clock.advance(2_000);
  expect(textsOf(second.timeline)).toEqual({ said: ["a", "b", "c", "d"], pending: [] });
});

test("somebody else who signs in neither sees nor sends what another wrote", async () => {
  const { clock, service, storage, first } = await world();
  first.chat.disconnect();
  await first.chat.send("rom_1", "private");
  first.chat.close();
  const other = testChat(clock, service, { storage, seed: 9, person: { id: "usr_other", name: "O" } });
  await other.chat.ready;
  other.chat.connect();
  await clock.advance(1_000);
  expect(other.chat.open("rom_1").getSnapshot().pending).toEqual([]);
  expect(service.room("rom_1").headSeq).toBe(0);
  expect((await storage.entries()).length).toBe(1);
  // And the one who wrote it finds it again.
  other.chat.close();
  const again = testChat(clock, service, { storage, seed: 10 });
  again.chat.connect();
  const timeline = again.chat.open("rom_1");
  await clock.advance(1_000);
  expect(textsOf(timeline)).toEqual({ said: ["private"], pending: [] });
});

test("two tabs with locks: each sends its own, and what a dead one left is sent by the other", async () => {
  const { clock, service, storage, load, first } = await world();
  first.chat.close();
  const locks = fakeLocks();
  const one = await load(locks);
  const two = await load(locks);
  one.chat.connect();
  two.chat.connect();
  await clock.advance(500);
  service.frames.length = 0;
  one.chat.disconnect();
  await one.chat.send("rom_1", "left behind");
  // A new sign of life makes the other look; the first one still lives, so it is left alone.
  service.cutAll();
  await clock.advance(5_000);
  expect(textsOf(two.timeline)).toEqual({ said: [], pending: [] });
  one.chat.close();
  await settle();
  await clock.advance(1_000);
  expect(textsOf(two.timeline)).toEqual({ said: ["left behind"], pending: [] });
  expect(service.frames.filter((frame) => frame.action === "message.send").length).toBe(1);
  expect(await storage.entries()).toEqual([]);
});

test("a storage that cannot be read leaves a chat that works", async () => {
  const { clock, load } = await world();
  const tab = await load(undefined, {
    entries: broken,
    putEntry: broken,
    removeEntry: broken,
    read: broken,
    write: broken,
  });
  tab.chat.connect();
  await clock.advance(500);
  await tab.chat.send("rom_1", "a");
  await clock.advance(1_000);
  expect(textsOf(tab.timeline)).toEqual({ said: ["a"], pending: [] });
});
