import { expect, test } from "vitest";
import type { Chat } from "./chat.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import { memoryStorage } from "./storage/memory-storage.ts";
import { type FakeClock, fakeClock } from "./testing/fake-clock.ts";
import { FakeService, type Fate } from "./testing/fake-service.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { testChat, textsOf } from "./testing/test-chat.ts";

/**
 * Everything goes wrong at random for a while: frames are lost, overtake each other and cut their socket,
 * requests fail or hang, tabs are reloaded. Then the world is well again, and what must hold must hold.
 */
const seeds = Number(process.env["PARLEY_SEEDS"] ?? 40);
const firstSeed = Number(process.env["PARLEY_SEED"] ?? 1);
const rooms = ["rom_a", "rom_b"];

function trouble(service: FakeService, random: () => number): void {
  const fate = (): Fate => {
    const draw = random();
    if (draw < 0.06) return "lose";
    if (draw < 0.09) return "cutBefore";
    return draw < 0.12 ? "cutAfter" : "pass";
  };
  service.latencyMs = () => 5 + Math.floor(random() ** 4 * 3_000);
  service.onClientFrame = fate;
  service.onServerFrame = fate;
  service.onRequest = () => {
    const draw = random();
    if (draw < 0.05) return "drop";
    return draw < 0.15 ? { code: "unavailable" } : undefined;
  };
}

function calm(service: FakeService): void {
  service.latencyMs = () => 10;
  service.onClientFrame = () => "pass";
  service.onServerFrame = () => "pass";
  service.onRequest = () => undefined;
}

interface Client {
  chat: Chat;
  heard: Map<string, number[]>;
}

function start(clock: FakeClock, service: FakeService, storage: ChatStorage, seed: number): Client {
  const { chat } = testChat(clock, service, { storage, seed });
  const heard = new Map<string, number[]>();
  chat.on("events", ({ room, events }) => {
    heard.set(room, [...(heard.get(room) ?? []), ...events.map((event) => event.seq)]);
  });
  chat.connect();
  for (const room of rooms) chat.open(room);
  return { chat, heard };
}

function isContiguous(seqs: readonly number[]): boolean {
  return seqs.every((seq, at) => at === 0 || seq === (seqs[at - 1] ?? 0) + 1);
}

/** Runs a seed's schedule; answers what was sent, what of it the service has, and what is left over. */
async function converge(seed: number) {
  const clock = fakeClock();
  const random = seededRandom(seed);
  const service = new FakeService(clock);
  const pick = () => rooms[Math.floor(random() * rooms.length)] ?? "rom_a";
  const storage = memoryStorage();
  for (const room of rooms) service.say(room, "before");
  if (random() < 0.3) service.windows = [{ count: 3, windowMs: 5_000 }];
  let client = start(clock, service, storage, seed * 1_000);
  await clock.advance(500);

  trouble(service, random);
  const sent: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const draw = random();
    if (draw < 0.3) {
      const text = `mine ${sent.length}`;
      sent.push(text);
      void client.chat.send(pick(), text);
    } else if (draw < 0.6) service.say(pick(), `theirs ${step}`);
    else if (draw < 0.7) {
      const room = service.room(pick());
      room.react("usr_else", 1 + Math.floor(random() * room.headSeq), "👍", clock.now());
      if (random() < 0.8) service.deliver(room.id, 1);
    } else if (draw < 0.75) service.cutAll();
    else if (draw < 0.8) {
      client.chat.close();
      client = start(clock, service, storage, seed * 1_000 + step + 1);
    } else if (draw < 0.85) void client.chat.open(pick()).loadLatest();
    await clock.advance(Math.floor(random() * 4_000));
  }
  calm(service);
  await clock.advance(180_000);

  expect(client.chat.connection.getSnapshot().status).toBe("online");
  for (const room of rooms) {
    const log = service.room(room);
    const snapshot = client.chat.open(room).getSnapshot();
    expect(textsOf(client.chat.open(room)).pending).toEqual([]);
    expect(snapshot.hasAfter).toBe(false);
    // As shown, with every change folded in, exactly as the service itself shows it.
    const shown = snapshot.messages.toArray().map(({ key: _key, ...message }) => message);
    expect(shown).toEqual(log.messages("usr_me").slice(-shown.length));
    expect(isContiguous(client.heard.get(room) ?? [])).toBe(true);
    expect((client.heard.get(room) ?? [log.headSeq]).at(-1)).toBe(log.headSeq);
    const mine = log.messages("usr_me").filter((message) => message.user === "usr_me");
    const inOrder = mine.map((message) => Number(message.text.split(" ")[1]));
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  }
  const all = rooms.flatMap((room) => service.room(room).messages("usr_me"));
  const mine = all.filter((message) => message.user === "usr_me").map((message) => message.text);
  client.chat.close();
  await clock.advance(60_000);
  return {
    sent: sent.toSorted(),
    kept: mine.toSorted(),
    left: await storage.entries(),
    timers: clock.pending,
  };
}

for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
  test(`whatever fails meanwhile, what was sent is there once, in order, and what is shown is true (seed ${seed})`, async () => {
    const end = await converge(seed);
    expect(end.kept).toEqual(end.sent);
    expect(end.left).toEqual([]);
    expect(end.timers).toBe(0);
  });
}
