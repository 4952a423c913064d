import { connectionsPerUserMax, greetConnection } from "@parley/chat/connection/greet-connection";
import { readHeads } from "@parley/chat/connection/read-heads";
import { subscribeRooms } from "@parley/chat/connection/subscribe-rooms";
import { deliverFrames } from "@parley/chat/delivery/deliver-frames";
import { deliverShard } from "@parley/chat/delivery/deliver-shard";
import type { DeliveryShard } from "@parley/chat/delivery/delivery-queue";
import type { PostOutcome } from "@parley/chat/delivery/gateway";
import { closedAfterMs } from "@parley/chat/delivery/slow-sockets";
import { markRead } from "@parley/chat/membership/mark-read";
import { hydrateRoom } from "@parley/chat/message/hydrate-room";
import { sendMessage } from "@parley/chat/message/send-message";
import { countRefusal, refusals } from "@parley/chat/throttle/count-refusal";
import { throttleFrames } from "@parley/chat/throttle/throttle-frames";
import type { UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, RuleBench } from "./rule-bench.ts";

let bench: RuleBench;
beforeEach(async () => {
  bench = new RuleBench();
  await hydrateRoom(bench.deps(), bench.room);
});

const say = (text: string) =>
  sendMessage(bench.deps(), { room: bench.room, user: ada, clientId: text, text });
const frames = (...texts: string[]) => texts.map((text) => new TextEncoder().encode(JSON.stringify(text)));

describe("posts", () => {
  it("[DEL5] go to one connection in their order, each after the one before was taken", async () => {
    let under = 0;
    bench.gateway.outcomeOf = async (): Promise<PostOutcome> => {
      under += 1;
      expect(under).toBe(1);
      await bench.deps().clock.sleep(1);
      under -= 1;
      return "delivered";
    };
    await deliverFrames(bench.deps(), [{ connectionId: "con_a", user: ada }], frames("1", "2", "3"));
    expect(bench.gateway.framesTo("con_a")).toEqual(["1", "2", "3"]);
  });

  it("[DEL6] are tried again after 429 and 5xx, and then left to gap repair", async () => {
    let tries = 0;
    bench.gateway.outcomeOf = () => {
      tries += 1;
      return tries < 3 ? "busy" : "delivered";
    };
    await deliverFrames(bench.deps(), [{ connectionId: "con_a", user: ada }], frames("1"));
    expect(bench.gateway.framesTo("con_a")).toEqual(["1"]);
    bench.gateway.outcomeOf = () => "busy";
    await deliverFrames(bench.deps(), [{ connectionId: "con_b", user: bob }], frames("1", "2"));
    expect(bench.gateway.framesTo("con_b")).toEqual([]);
  });

  it("[DEL6] do not hold up a room for a slow socket", async () => {
    await bench.listen(bob, "con_slow");
    await bench.listen(ada, "con_a");
    bench.gateway.outcomeOf = async (connectionId) => {
      if (connectionId === "con_slow") bench.nowMs += 3_000;
      return connectionId === "con_slow" ? "busy" : "delivered";
    };
    const startedMs = bench.nowMs;
    await say("one");
    await say("two");
    expect(bench.gateway.seqsTo("con_a")).toEqual([1, 2]);
    expect(bench.nowMs - startedMs).toBeLessThan(7_000);
  });

  it("[DEL15] wait once for a socket that takes nothing, close it in the end, and forgive one that takes again", async () => {
    const both = ["con_slow", "con_a", "con_b"].map((connectionId) => ({ connectionId, user: ada }));
    const post = async () => {
      const startedMs = bench.nowMs;
      await deliverFrames(bench.deps(), both, frames("1"));
      return bench.nowMs - startedMs;
    };
    let isSlow = true;
    bench.gateway.outcomeOf = (connectionId) =>
      isSlow && connectionId === "con_slow" ? "busy" : "delivered";
    expect(await post()).toBeGreaterThan(0);
    expect(await post()).toBe(0);
    bench.nowMs += closedAfterMs - 1;
    isSlow = false;
    await post();
    isSlow = true;
    await post();
    bench.nowMs += closedAfterMs - 1_000;
    await post();
    expect(bench.gateway.closed).toEqual([]);
    bench.nowMs += 1_000;
    await post();
    expect(bench.gateway.closed).toEqual(["con_slow"]);
  });

  it("[DEL15] close nobody while the gateway takes nothing from anybody", async () => {
    const all = ["con_a", "con_b", "con_c"].map((connectionId) => ({ connectionId, user: ada }));
    bench.gateway.outcomeOf = (connectionId) => (connectionId === "con_a" ? "delivered" : "busy");
    for (let waitedMs = 0; waitedMs <= 2 * closedAfterMs; waitedMs += 1_000) {
      bench.nowMs += 1_000;
      await deliverFrames(bench.deps(), all, frames("1"));
    }
    expect(bench.gateway.closed).toEqual([]);
  });

  it("[DEL8] to a connection that is gone end its listening, even where nothing is on record of it", async () => {
    await bench.listen(bob, "con_gone");
    await bench.listen(ada, "con_a");
    await bench.connections.remove("con_gone");
    bench.gateway.outcomeOf = (connectionId) => (connectionId === "con_gone" ? "gone" : "delivered");
    await say("one");
    expect(await bench.log.listeners(bench.room)).toEqual([{ connectionId: "con_a", user: ada }]);
  });
});

describe("a large room", () => {
  const pushed: DeliveryShard[] = [];
  const crowd = Array.from({ length: 800 }, (_, at) => ({ connectionId: `con_${at}`, user: bob }));
  const deps = () => ({
    ...bench.deps(),
    largeAudiences: {
      queue: { push: async (shards: readonly DeliveryShard[]) => void pushed.push(...shards) },
      recipientsAbove: 500,
    },
  });
  beforeEach(async () => {
    pushed.length = 0;
    for (const { connectionId, user } of crowd) await bench.listen(user, connectionId);
  });

  it("[DEL9] is posted to in shards over the queue, a connection always in the same one", async () => {
    const input = { room: bench.room, user: ada, text: "hi" };
    await sendMessage(deps(), { ...input, clientId: "1" });
    await sendMessage(deps(), { ...input, clientId: "2" });
    expect(bench.gateway.posts).toEqual([]);
    const shardsOf = (seq: number) =>
      new Map(
        pushed
          .filter(({ firstSeq }) => firstSeq === seq)
          .flatMap(({ shard, recipients }) =>
            recipients.map(({ connectionId }) => [connectionId, shard] as const),
          ),
      );
    expect(shardsOf(1).size).toBe(800);
    expect(shardsOf(2)).toEqual(shardsOf(1));
    for (const shard of pushed) await deliverShard(bench.deps(), shard);
    expect(crowd.every(({ connectionId }) => bench.gateway.seqsTo(connectionId).join() === "1,2")).toBe(true);
  });

  it("[DEL9] is in as many shards as keep each near the set number, a power of two and 16 at most", async () => {
    const input = { room: bench.room, user: ada, text: "hi" };
    const shardsFor = async (recipientsAbove: number) => {
      pushed.length = 0;
      const { queue } = deps().largeAudiences;
      const clientId = `above ${recipientsAbove}`;
      await sendMessage(
        { ...bench.deps(), largeAudiences: { queue, recipientsAbove } },
        { ...input, clientId },
      );
      return pushed.length;
    };
    expect(await shardsFor(799)).toBe(2);
    expect(await shardsFor(400)).toBe(2);
    expect(await shardsFor(399)).toBe(4);
    expect(await shardsFor(100)).toBe(8);
    expect(await shardsFor(10)).toBe(16);
    const sizes = pushed.map(({ recipients }) => recipients.length);
    expect(Math.max(...sizes)).toBeLessThan(2 * Math.min(...sizes));
    expect(await shardsFor(0)).toBe(16);
  });

  it("[MEM8] who was removed meanwhile gets nothing out of the queue any more", async () => {
    await sendMessage(deps(), { room: bench.room, user: ada, text: "hi", clientId: "1" });
    await bench.log.detach([bench.room], "con_7");
    for (const shard of pushed) await deliverShard(bench.deps(), shard);
    expect(bench.gateway.seqsTo("con_7")).toEqual([]);
    expect(bench.gateway.seqsTo("con_8")).toEqual([1]);
  });

  it("[MEM8] nor does anybody when the answer to who still listens was long in coming", async () => {
    await sendMessage(deps(), { room: bench.room, user: ada, text: "hi", clientId: "1" });
    const { log, ...others } = bench.deps();
    const slow = {
      detach: log.detach.bind(log),
      stillListening: async (...asked: Parameters<typeof log.stillListening>) => {
        const listening = await log.stillListening(...asked);
        bench.nowMs += 4_001;
        return listening;
      },
    };
    for (const shard of pushed) await deliverShard({ ...others, log: slow }, shard);
    expect(bench.gateway.posts).toEqual([]);
  });

  it("[DEL9] is posted to directly when the queue is out of reach", async () => {
    const queue = { push: async () => Promise.reject(new Error("away")) };
    const input = { room: bench.room, user: ada, text: "hi", clientId: "1" };
    await sendMessage({ ...bench.deps(), largeAudiences: { queue, recipientsAbove: 500 } }, input);
    expect(bench.gateway.posts).toHaveLength(800);
  });
});

describe("listening", () => {
  it("[DEL10] is on record before it begins, so that a room which Redis loses gets it back", async () => {
    const connection = { connectionId: "con_b", user: bob };
    await subscribeRooms(bench.deps(), { id: "1", connection, rooms: { [bench.room]: null } });
    expect(bench.calls.indexOf("connections.addRooms")).toBeLessThan(bench.calls.indexOf("log.attach"));
    bench.redis.flush();
    await say("one");
    expect(bench.gateway.seqsTo("con_b")).toEqual([1]);
  });

  it("[DEL11] is taken up again by a ping where Redis lost it, and where the record did the ping says so", async () => {
    await bench.listen(bob, "con_b");
    await bench.log.detach([bench.room], "con_b");
    const ping = { user: bob, rooms: [bench.room], connectionId: "con_b" };
    expect(await readHeads(bench.deps(), ping)).toEqual({ heads: { [bench.room]: 0 }, unheard: [] });
    expect(await bench.log.listeners(bench.room)).toHaveLength(1);
    await bench.log.detach([bench.room], "con_b");
    await bench.connections.remove("con_b");
    expect(await readHeads(bench.deps(), ping)).toMatchObject({ unheard: [bench.room] });
  });

  it("[DEL12] answers a hundred rooms within a frame, and leaves the rest to gap repair", async () => {
    for (let at = 0; at < 60; at += 1) await say(`${at} ${"x".repeat(4_000)}`);
    const connection = { connectionId: "con_b", user: bob };
    const subscribed = await subscribeRooms(bench.deps(), {
      id: "1",
      connection,
      rooms: { [bench.room]: 0 },
    });
    expect(JSON.stringify(subscribed).length).toBeLessThan(128 * 1024);
    expect(subscribed.rooms[bench.room]).toMatchObject({ headSeq: 60, hasMore: true });
  });
});

describe("a person's connections", () => {
  const identity = (userId: UserId) => ({
    userId,
    sessionId: "s",
    username: "u",
    name: "N",
    lastName: "L",
    sessionExpiresAtMs: Infinity,
  });

  it("[DEL13] have a cap: the one beyond it is told why and closed, and comes back when another has ended", async () => {
    const greet = (connectionId: string) =>
      greetConnection(bench.deps(), { identity: identity(ada), connectionId });
    for (let at = 0; at < connectionsPerUserMax; at += 1) await greet(`con_${at}`);
    await expect(greet("con_over")).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
    expect(bench.gateway.framesTo("con_over")).toMatchObject([{ type: "error", code: "rate_limited" }]);
    expect(bench.gateway.closed).toEqual(["con_over"]);
    await greet("con_0");
    await bench.deps().presence.end(ada, "con_0");
    await greet("con_next");
    expect(bench.gateway.framesTo("con_next")).toMatchObject([{ type: "hello" }]);
  });

  it("[MEM9] hear of a read mark that one of them moved, and the others alone", async () => {
    for (const connectionId of ["con_1", "con_2"]) {
      await bench.connections.add({ connectionId, user: bob, sessionId: "s", connectedAtMs: 0 });
    }
    let seq = 0;
    const advance = async (input: { seq: number }) => {
      const moved = input.seq > seq;
      seq = Math.max(seq, input.seq);
      return { moved, seq };
    };
    const deps = { ...bench.deps(), readMarks: { advance } };
    await markRead(deps, { room: bench.room, user: bob, seq: 4, connectionId: "con_1" });
    await markRead(deps, { room: bench.room, user: bob, seq: 3, connectionId: "con_1" });
    expect(bench.gateway.framesTo("con_1")).toEqual([]);
    expect(bench.gateway.framesTo("con_2")).toEqual([{ type: "read", room: bench.room, user: bob, seq: 4 }]);
  });
});

describe("frames that are no messages", () => {
  it("[THR8] have buckets of their own, by person", async () => {
    const deps = { ...bench.deps(), frameLimit: [{ count: 2, windowMs: 1_000 }] };
    await throttleFrames(deps, ada);
    await throttleFrames(deps, ada);
    await expect(throttleFrames(deps, ada)).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 1_000,
    });
    await throttleFrames(deps, bob);
    bench.nowMs += 1_000;
    await throttleFrames(deps, ada);
  });
});

describe("refused frames", () => {
  const refuse = (code: "invalid" | "unavailable" = "invalid") =>
    countRefusal(bench.deps(), { connectionId: "con_a", user: ada, id: "f", code, requestId: "r" });

  it("[THR4] close a connection with the 20th in 10 s, which is told when to come back", async () => {
    for (let count = 1; count < refusals.countMax; count += 1) expect(await refuse()).toBe(false);
    expect(await refuse()).toBe(true);
    expect(bench.gateway.framesTo("con_a")).toMatchObject([
      { type: "error", id: "f", code: "rate_limited", retryable: true, retryAfterMs: 10_000 },
    ]);
    expect(bench.gateway.closed).toEqual(["con_a"]);
  });

  it("[THR8] close it once, and what it had sent before is known to be nobody's", async () => {
    for (let count = 1; count <= refusals.countMax; count += 1) await refuse();
    expect([...bench.deps().cutOff]).toEqual(["con_a"]);
  });

  it("[THR4] are not held against a connection when they are the service's fault, or slow enough", async () => {
    for (let count = 0; count < 30; count += 1) expect(await refuse("unavailable")).toBe(false);
    for (let count = 0; count < 40; count += 1) {
      bench.nowMs += 600;
      expect(await refuse()).toBe(false);
    }
  });
});
