import { ChatError } from "@parley/chat/chat-error";
import { prepareAppend } from "@parley/chat/message/append-event";
import { hydrateRoom } from "@parley/chat/message/hydrate-room";
import { resumeDrain, takeUpRoom } from "@parley/chat/message/resume-drain";
import { postMessage, sendMessage } from "@parley/chat/message/send-message";
import { sweepRooms } from "@parley/chat/message/sweep-rooms";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, RuleBench } from "./rule-bench.ts";

let bench: RuleBench;
beforeEach(async () => {
  bench = new RuleBench();
  await hydrateRoom(bench.deps(), bench.room);
  await bench.listen(ada, "con_a");
  await bench.listen(bob, "con_b");
});

const say = (clientId: string, text = clientId, user = ada, origin = `con_${clientId}`) =>
  postMessage(bench.deps(), { room: bench.room, user, clientId, text, origin });

describe("a drainer that cannot go on", () => {
  it("[DRAIN11] gives up: nothing is visible, nothing is lost, and the room is asked to be taken up again", async () => {
    bench.away.add("events");
    await expect(say("one")).rejects.toMatchObject({ code: "unavailable" });
    await expect(say("two")).rejects.toMatchObject({ code: "unavailable" });
    expect(bench.gateway.seqsTo("con_b")).toEqual([]);
    expect(bench.drainsAsked).toEqual([{ room: bench.room, delayMs: 2_000 }]);
    bench.away.clear();
    await resumeDrain(bench.deps(), bench.room);
    expect(bench.gateway.seqsTo("con_b")).toEqual([1, 2]);
    expect(bench.texts()).toEqual(["one", "two"]);
  });

  it("[DRAIN14] who was asked and has to give up as well asks again, and is done", async () => {
    bench.away.add("events");
    await expect(say("one")).rejects.toMatchObject({ code: "unavailable" });
    const drained = await takeUpRoom(bench.deps(), bench.room);
    expect(drained?.failure?.cause).toMatchObject({ code: "unavailable" });
    await expect(say("two")).rejects.toMatchObject({ code: "unavailable" });
    const asked = { room: bench.room, delayMs: 2_000 };
    expect(bench.drainsAsked).toEqual([asked, asked]);
    bench.away.add("log");
    await expect(takeUpRoom(bench.deps(), bench.room)).rejects.toMatchObject({ code: "unavailable" });
    bench.away.clear();
    expect(await takeUpRoom(bench.deps(), bench.room)).toMatchObject({ upTo: 2 });
    expect(await takeUpRoom(bench.deps(), bench.room)).toBeUndefined();
    expect(bench.texts()).toEqual(["one", "two"]);
  });

  it("[MSG11] tells those who wait for it that they must repeat, and who repeats is told where it stands", async () => {
    bench.away.add("events");
    await expect(say("one")).rejects.toThrow(ChatError);
    await expect(say("two")).rejects.toThrow(ChatError);
    expect(bench.gateway.framesTo("con_one")).toMatchObject([
      { type: "error", id: "one", code: "unavailable", retryable: true },
    ]);
    bench.away.clear();
    expect(await say("one")).toEqual({ repeatedAs: 1 });
    expect(await say("two")).toEqual({ repeatedAs: 2 });
    expect(bench.texts()).toEqual(["one", "two"]);
  });

  it("[DRAIN8] the sweep takes up what nobody else does", async () => {
    bench.away.add("events");
    await expect(say("one")).rejects.toThrow(ChatError);
    bench.away.clear();
    expect(await sweepRooms(bench.deps())).toMatchObject({ stalled: 1, failed: 0 });
    expect(bench.texts()).toEqual(["one"]);
    expect(await sweepRooms(bench.deps())).toMatchObject({ stalled: 0 });
  });

  it("[DRAIN12] catches up with thousands in bounded batches", async () => {
    const gate = Promise.withResolvers<void>();
    const { commit } = bench.events;
    const sizes: number[] = [];
    bench.events.commit = async (room, entries) => {
      sizes.push(entries.length);
      await gate.promise;
      return commit.call(bench.events, room, entries);
    };
    const sends = Array.from({ length: 3_000 }, (_, at) => say(`m${at}`));
    gate.resolve();
    await Promise.all(sends);
    expect(bench.texts()).toHaveLength(3_000);
    expect(new Set(bench.texts()).size).toBe(3_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(sizes.length).toBeLessThan(10);
    expect(bench.gateway.seqsTo("con_b")).toEqual(Array.from({ length: 3_000 }, (_, at) => at + 1));
  });

  it("[DRAIN10] lets a room go that is no more, and says so to those who wait", async () => {
    bench.events.rooms.delete(bench.room);
    await expect(say("one")).rejects.toMatchObject({ code: "not_found" });
    expect(bench.redis.rooms.size).toBe(0);
  });
});

describe("a drainer whose room Redis loses", () => {
  const epochsTo = (connection: string) =>
    bench.gateway.framesTo(connection).flatMap((frame) => (frame.type === "events" ? [frame.epoch] : []));
  const loseDuring = (call: "commit" | "post") => {
    const once = <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) => {
      let lost = false;
      return async (...args: A) => {
        const outcome = await run(...args);
        if (!lost) bench.redis.flush();
        lost = true;
        return outcome;
      };
    };
    if (call === "commit") bench.events.commit = once(bench.events.commit.bind(bench.events));
    else bench.gateway.post = once(bench.gateway.post.bind(bench.gateway));
  };

  it("[REC15] shows its batch again out of the new epoch, so that those whose events are lost know", async () => {
    await say("before");
    loseDuring("post");
    await say("one");
    expect(bench.gateway.seqsTo("con_b")).toEqual([1, 2, 2]);
    const [before, one, again] = epochsTo("con_b");
    expect(one).toBe(before);
    expect(again).not.toBe(before);
  });

  it("[REC15] shows what it committed before it knew", async () => {
    const commit = bench.events.commit.bind(bench.events);
    bench.events.commit = async (room, entries) => {
      bench.nowMs += bench.log.leaseMs * 0.8;
      return commit(room, entries);
    };
    loseDuring("commit");
    await say("one");
    expect(bench.gateway.seqsTo("con_b")).toEqual([1]);
    expect(bench.texts()).toEqual(["one"]);
  });
});

describe("a busy room", () => {
  const windowMs = 40;
  beforeEach(async () => {
    bench = new RuleBench({ windowPerListenerMs: windowMs / 2, batchMax: 100 });
    await hydrateRoom(bench.deps(), bench.room);
    await bench.listen(ada, "con_a");
    await bench.listen(bob, "con_b");
    for (let at = 0; at < 6; at += 1) await say(`warm${at}`);
  });

  it("[DRAIN15] shows what came within a window in one frame, and waits no longer than that", async () => {
    const beforeMs = bench.nowMs;
    const framesBefore = bench.gateway.framesTo("con_b").length;
    await Promise.all([say("one"), say("two"), say("three")]);
    expect(bench.texts().slice(-3)).toEqual(["one", "two", "three"]);
    expect(bench.gateway.framesTo("con_b")).toHaveLength(framesBefore + 1);
    expect(bench.nowMs - beforeMs).toBe(windowMs);
  });

  it("[DRAIN15] waits longer after more than anybody reads, and no longer than that after less", async () => {
    const takenMs: number[] = [];
    const { commit } = bench.events;
    let floods = 2;
    bench.events.commit = async (room, entries) => {
      takenMs.push(bench.nowMs);
      const events = floods > 0 ? 25 : 1;
      floods -= 1;
      if (floods > -3) for (let event = 0; event < events; event += 1) await say(`${floods} ${event}`);
      return commit.call(bench.events, room, entries);
    };
    await say("one");
    const windowsMs = takenMs.slice(1).map((atMs, at) => atMs - (takenMs[at] ?? 0));
    expect(windowsMs).toEqual([windowMs, 3 * windowMs, 3 * windowMs, windowMs]);
  });

  it("[DRAIN15] does not wait for more once it is at rest", async () => {
    bench.nowMs += 1_000;
    const beforeMs = bench.nowMs;
    await say("one");
    expect(bench.nowMs).toBe(beforeMs);
    expect(bench.texts().at(-1)).toBe("one");
  });

  it("[REC15] shows its batch again out of a new epoch when Redis loses the room while it waits", async () => {
    const { commit } = bench.events;
    bench.events.commit = async (room, entries) => {
      bench.events.commit = commit;
      await say("meanwhile");
      return commit.call(bench.events, room, entries);
    };
    const settle = bench.log.settle.bind(bench.log);
    bench.log.settle = async (input) => {
      const settled = await settle(input);
      if (settled.kind === "busy") bench.redis.flush();
      return settled;
    };
    await say("one");
    const frames = bench.gateway.framesTo("con_b").slice(-2);
    expect(bench.gateway.seqsTo("con_b").slice(-2)).toEqual([7, 7]);
    const [shown, again] = frames.map((frame) => frame.type === "events" && frame.epoch);
    expect(again).not.toBe(shown);
  });

  it("[DRAIN15] loses nothing to a drainer that dies while it waits", async () => {
    const draft = { kind: "message.deleted", messageId: "msg_x" as never, by: ada } as const;
    const entry = prepareAppend(bench.deps(), { room: bench.room, user: ada, draft });
    expect(await bench.log.append(entry)).toMatchObject({ kind: "appended", pause: { windowMs } });
    await say("while it waits");
    bench.nowMs += bench.log.leaseMs + 1;
    await say("when its lease is over");
    const { length } = bench.events.logOf(bench.room);
    expect(bench.gateway.seqsTo("con_b")).toEqual(Array.from({ length }, (_, at) => at + 1));
    expect(bench.texts().slice(-2)).toEqual(["while it waits", "when its lease is over"]);
  });
});

describe("an event that cannot be stored", () => {
  it("[REC6] is dropped with an error to its sender, and the others go through", async () => {
    await expect(say("bad", "\u0000")).rejects.toMatchObject({ code: "invalid" });
    await say("good");
    expect(bench.texts()).toEqual(["good"]);
    expect(bench.incidents).toContainEqual(expect.objectContaining({ kind: "unfit" }));
  });

  it("[MSG11] is told to the connection that waits for it when another drains", async () => {
    bench.away.add("events");
    await expect(say("first")).rejects.toThrow(ChatError);
    await expect(say("bad", "\u0000")).rejects.toThrow(ChatError);
    await expect(say("last")).rejects.toThrow(ChatError);
    bench.away.clear();
    await resumeDrain(bench.deps(), bench.room);
    expect(bench.gateway.framesTo("con_bad").at(-1)).toMatchObject({
      type: "error",
      id: "bad",
      code: "invalid",
    });
    expect(bench.texts()).toEqual(["first", "last"]);
    expect(bench.gateway.seqsTo("con_b")).toEqual([1, 2]);
  });
});

describe("hydration", () => {
  it("[REC1] is done once when many come back together", async () => {
    bench.redis.flush();
    bench.calls.length = 0;
    await Promise.all(Array.from({ length: 50 }, (_, at) => say(`m${at}`)));
    expect(bench.calls.filter((call) => call === "events.loadRoom")).toHaveLength(1);
    expect(bench.texts()).toHaveLength(50);
    expect(bench.gateway.seqsTo("con_b")).toHaveLength(50);
  });

  it("[REC1] is tried by another when whoever claimed it died", async () => {
    bench.redis.flush();
    await bench.log.claim(bench.room, "dead");
    expect(
      await sendMessage(bench.deps(), { room: bench.room, user: ada, clientId: "c", text: "hi" }),
    ).toMatchObject({
      message: { seq: 1 },
    });
  });
});
