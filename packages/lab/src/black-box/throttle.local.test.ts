import { setTimeout as sleep } from "node:timers/promises";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Event, MessageAnswer, Room } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../testing/call-api.ts";
import { connectChat } from "../testing/connect-chat.ts";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";

let cloud: Cloud;

const startWith = (limit: string) => {
  beforeAll(async () => {
    cloud = await startCloud({ environment: { ...noLimits, LIMIT_MESSAGES: limit } });
  });
  afterAll(() => cloud?.stop());
};

async function prepare(): Promise<{ person: Person; room: Room }> {
  const person = await createPerson(cloud);
  return { person, room: await createRoom(cloud, person) };
}

const eventOf = (events: readonly Event[], clientId: string) =>
  events.find((event) => event.clientId === clientId);

async function listen(person: Person, room: Room): Promise<PlainSocket> {
  const socket = await PlainSocket.open(cloud, person);
  await socket.answer(socket.send({ action: "subscribe", rooms: { [room.id]: null } as never }));
  return socket;
}

describe("with 1/second,10/minute", () => {
  startWith("1/second,10/minute");

  it.concurrent("the eleventh message of a minute is refused with a wait that is true", async () => {
    const { person, room } = await prepare();
    const socket = await listen(person, room);
    const say = (text: string) => socket.send({ action: "message.send", room: room.id, text });
    const accepted = () => socket.events(room.id);
    const outcome = (id: string) =>
      socket.until(
        () =>
          socket.frames.find((frame) => frame.type === "error" && frame.id === id) ?? eventOf(accepted(), id),
        `an outcome of ${id}`,
      );
    const startedMs = Date.now();
    let firstSeenMs = 0;
    let refusals = 0;
    while (accepted().length < 10) {
      // Two at once: within a second, one of them must wait.
      const outcomes = await Promise.all([say("one of two"), say("the other")].map(outcome));
      firstSeenMs ||= Date.now();
      for (const refused of outcomes.filter((frame) => "code" in frame)) {
        expect(refused).toMatchObject({ code: "rate_limited", retryable: true });
        refusals += 1;
        if (accepted().length < 10) await sleep(refused.retryAfterMs ?? 0);
      }
    }
    expect(refusals).toBeGreaterThan(0);
    const askedMs = Date.now();
    const refused = await socket.answer(say("message 11"));
    if (refused.type !== "error") throw new Error(`answered ${refused.type}`);
    expect(refused.code).toBe("rate_limited");
    const untilMs = Date.now() + (refused.retryAfterMs ?? 0);
    expect(untilMs).toBeGreaterThanOrEqual(startedMs + 60_000);
    expect(untilMs).toBeLessThanOrEqual(firstSeenMs + 60_000 + (Date.now() - askedMs));
    await sleep((refused.retryAfterMs ?? 0) - 5_000);
    const early = await socket.answer(say("five seconds too early"));
    expect(early.type === "error" && early.code).toBe("rate_limited");
    await sleep(early.type === "error" ? (early.retryAfterMs ?? 0) : 0);
    say("just in time");
    await socket.until(() => (socket.events(room.id).length === 11 ? true : undefined), "the event");
    expect(JSON.stringify(socket.events(room.id).at(-1))).toContain("just in time");
    socket.close();
  }, 120_000);

  it.concurrent("a client's outbox waits and sends by itself, in order", async () => {
    const { person, room } = await prepare();
    const chat = await connectChat(cloud, person);
    const seen: Event[] = [];
    chat.on("events", ({ events }) => seen.push(...events));
    chat.follow([{ id: room.id, headSeq: room.headSeq }]);
    const limited: boolean[] = [];
    const timeline = chat.open(room.id);
    timeline.subscribe(() => {
      limited.push(timeline.getSnapshot().pending.some(({ state }) => state.kind === "limited"));
    });
    const texts = ["one", "two", "three", "four"];
    for (const text of texts) await chat.send(room.id, text);
    await expect
      .poll(() => seen.flatMap((event) => (event.kind === "message.created" ? [event.message.text] : [])), {
        timeout: 15_000,
      })
      .toEqual(texts);
    expect(limited).toContain(true);
    expect(timeline.getSnapshot().pending).toEqual([]);
    chat.close();
  }, 30_000);
});

describe("with 1/minute", () => {
  startWith("1/minute");

  it("the same buckets stand behind HTTP and WebSocket, and a repeat of a kept id costs nothing", async () => {
    const { person, room } = await prepare();
    const post = (id: string, text: string) =>
      callApi<MessageAnswer & { error?: { code: string; retryAfterMs: number } }>(cloud.apiUrl, {
        method: "POST",
        path: `/rooms/${room.id}/messages`,
        token: person.token,
        body: { id, text },
      });
    const first = await post("a", "over HTTP");
    expect(first.status).toBe(201);
    const again = await post("a", "over HTTP");
    expect([again.status, again.body]).toEqual([200, first.body]);
    const refused = await post("b", "too soon");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(refused.body.error).toMatchObject({ code: "rate_limited" });
    const socket = await PlainSocket.open(cloud, person);
    const id = socket.send({ action: "message.send", room: room.id, text: "still too soon" });
    expect(await socket.answer(id)).toMatchObject({ code: "rate_limited" });
    socket.close();
  });
});
