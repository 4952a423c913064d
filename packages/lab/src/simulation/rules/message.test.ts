import { subscribeRooms } from "@parley/chat/connection/subscribe-rooms";
import { listEvents } from "@parley/chat/history/list-events";
import { appendEvent } from "@parley/chat/message/append-event";
import { changeReaction } from "@parley/chat/message/change-reaction";
import { deleteMessage } from "@parley/chat/message/delete-message";
import { editMessage } from "@parley/chat/message/edit-message";
import { hydrateRoom } from "@parley/chat/message/hydrate-room";
import { postMessage, sendMessage } from "@parley/chat/message/send-message";
import { announceOnline, sweepPresence } from "@parley/chat/presence/announce-presence";
import { signalTyping } from "@parley/chat/presence/signal-typing";
import type { MessageId, RoomId, UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, eve, RuleBench } from "./rule-bench.ts";

let bench: RuleBench;
beforeEach(async () => {
  bench = new RuleBench();
  await hydrateRoom(bench.deps(), bench.room);
});

const say = async (user: UserId, text = "hello", clientId = text) => {
  const { message } = await sendMessage(bench.deps(), { room: bench.room, user, clientId, text });
  return message;
};
const change = (user: UserId, message: MessageId) => ({ room: bench.room, user, message });
const kinds = () => bench.events.logOf(bench.room).map(({ event }) => event.kind);

describe("changes to a message", () => {
  it("[MSG6] its author alone edits it", async () => {
    const { id } = await say(bob);
    await expect(editMessage(bench.deps(), { ...change(ada, id), text: "no" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await editMessage(bench.deps(), { ...change(bob, id), text: "yes" })).toMatchObject({ seq: 2 });
  });

  it("[MSG6] its author or a host deletes it, and then nothing changes it any more", async () => {
    const [mine, yours] = [await say(ada, "mine"), await say(bob, "yours")];
    await expect(deleteMessage(bench.deps(), change(bob, mine.id))).rejects.toMatchObject({
      code: "forbidden",
    });
    await deleteMessage(bench.deps(), change(ada, yours.id));
    expect(await deleteMessage(bench.deps(), change(bob, yours.id))).toEqual({ seq: 3 });
    const conflict = { code: "conflict" };
    await expect(editMessage(bench.deps(), { ...change(bob, yours.id), text: "x" })).rejects.toMatchObject(
      conflict,
    );
    const react = { ...change(ada, yours.id), emoji: "👍", present: true };
    await expect(changeReaction(bench.deps(), react)).rejects.toMatchObject(conflict);
  });

  it("[MSG6] a host who was demoted meanwhile deletes nobody's message any more", async () => {
    const { id } = await say(bob);
    const demoted = { change: "role", user: ada, role: "member", mutedUntilMs: 0 } as const;
    const room = bench.redis.rooms.get(bench.room);
    room?.members.set(ada, { role: demoted.role, mutedUntilMs: 0, joinedSeq: 0 });
    await expect(deleteMessage(bench.deps(), change(ada, id))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("[MSG7] the log holds the adding and the taking back of a reaction in turn, however many ask at once", async () => {
    const { id } = await say(ada);
    const react = (present: boolean) =>
      changeReaction(bench.deps(), { ...change(bob, id), emoji: "👍", present });
    await Promise.all([react(true), react(true), react(true)]);
    await Promise.all([react(false), react(false)]);
    await react(true);
    expect(kinds().slice(1)).toEqual(["reaction.added", "reaction.removed", "reaction.added"]);
  });

  it("[MSG7] also when Redis is lost between the decision and the append", async () => {
    const { id } = await say(ada);
    const react = () => changeReaction(bench.deps(), { ...change(bob, id), emoji: "👍", present: true });
    const { findTarget } = bench.events;
    let lost = false;
    bench.events.findTarget = async (input) => {
      const target = await findTarget.call(bench.events, input);
      if (!lost) {
        lost = true;
        await react();
        bench.redis.flush();
      }
      return target;
    };
    await react();
    expect(kinds()).toEqual(["message.created", "reaction.added"]);
  });

  it("[MSG8] names the members whom a text mentions, each once", async () => {
    const { mentions } = await say(ada, "@bob and @Bob, not mail@eve.example");
    expect(mentions).toEqual([bob]);
  });
});

describe("sending", () => {
  it("[THR5] a repeat of an id that was kept is not refused by an empty bucket", async () => {
    bench.messageLimit = [{ count: 1, windowMs: 60_000 }];
    await say(ada, "one");
    await expect(say(ada, "two")).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
    expect(await say(ada, "one")).toMatchObject({ seq: 1 });
  });

  it("[MSG4] the same id from two people is two messages", async () => {
    await say(ada, "a", "same");
    await say(bob, "b", "same");
    expect(bench.texts()).toEqual(["a", "b"]);
  });

  it("[MSG4] a repeat is answered with the first result, over the loss of Redis", async () => {
    const first = await say(ada, "once");
    bench.redis.flush();
    const again = { room: bench.room, user: ada, clientId: "once", text: "once, edited meanwhile" };
    expect(await sendMessage(bench.deps(), again)).toEqual({ message: first, repeated: true });
    expect(await postMessage(bench.deps(), again)).toEqual({ repeatedAs: 1 });
  });

  it("[THR6] fails closed when the buckets are out of reach", async () => {
    bench.messageLimit = [{ count: 1, windowMs: 1_000 }];
    const broken = { take: () => Promise.reject(Object.assign(new Error("away"), { code: "unavailable" })) };
    const input = { room: bench.room, user: ada, clientId: "1", text: "hi" };
    await expect(sendMessage({ ...bench.deps(), throttle: broken }, input)).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(bench.texts()).toEqual([]);
  });
});

describe("one who is no member", () => {
  const nowhere = "rom_nowhere" as RoomId;
  const attempts: Record<string, (room: RoomId) => Promise<unknown>> = {
    send: (room) => sendMessage(bench.deps(), { room, user: eve, clientId: "c", text: "hi" }),
    read: (room) => listEvents(bench.deps(), { room, user: eve, after: 0, limit: 10 }),
    type: (room) => signalTyping(bench.deps(), { room, user: eve }),
    subscribe: async (room) => {
      const connection = { connectionId: "con_e", user: eve };
      const { denied } = await subscribeRooms(bench.deps(), { id: "1", connection, rooms: { [room]: 0 } });
      if (denied?.length === 1) throw Object.assign(new Error("denied"), { code: "not_found" });
    },
    edit: (room) => editMessage(bench.deps(), { room, user: eve, message: "msg_1" as MessageId, text: "hi" }),
  };

  it.each(Object.keys(attempts))(
    "[MEM10] to %s costs the same calls in a private room, a cold one and none",
    async (name) => {
      const callsOf = async (room: RoomId) => {
        bench.calls.length = 0;
        await expect(attempts[name]?.(room)).rejects.toMatchObject({ code: "not_found" });
        return [...bench.calls];
      };
      const hot = await callsOf(bench.room);
      expect(await callsOf(nowhere)).toEqual(hot);
      bench.redis.flush();
      expect(await callsOf(bench.room)).toEqual(hot);
      expect(bench.redis.rooms.size).toBe(0);
    },
  );
});

describe("presence", () => {
  it("[PRES1] typing reaches the others who listen, at most once in 3 s", async () => {
    await bench.listen(ada, "con_a");
    await bench.listen(bob, "con_b");
    await signalTyping(bench.deps(), { room: bench.room, user: ada });
    await signalTyping(bench.deps(), { room: bench.room, user: ada });
    expect(bench.gateway.posts).toHaveLength(1);
    expect(bench.gateway.framesTo("con_b")).toMatchObject([{ type: "typing", user: ada }]);
    bench.nowMs += 3_001;
    await signalTyping(bench.deps(), { room: bench.room, user: ada });
    expect(bench.gateway.framesTo("con_b")).toHaveLength(2);
  });

  it("[PRES5] those who share a room hear of somebody's coming at once, and of the going after a while", async () => {
    const deps = bench.deps();
    await bench.listen(bob, "con_b");
    await bench.listen(ada, "con_a");
    await deps.presence.renew(ada, "con_a");
    await announceOnline(deps, { user: ada, rooms: [bench.room] });
    await announceOnline(deps, { user: ada, rooms: [bench.room] });
    expect(bench.gateway.posts).toEqual([
      { connectionId: "con_b", frame: { type: "presence", user: ada, online: true, lastSeenAt: null } },
    ]);
    expect(await sweepPresence(deps)).toBe(0);
    bench.nowMs += 66_000;
    expect(await sweepPresence(deps)).toBe(1);
    expect(bench.gateway.framesTo("con_b").at(-1)).toMatchObject({
      type: "presence",
      online: false,
      lastSeenAt: "2026-01-01T00:01:05.000Z",
    });
  });

  it("[PRES7] a crowd that comes back to a room that was lost is no news, and who comes later is", async () => {
    const deps = bench.deps();
    for (let at = 0; at < 21; at += 1) await bench.listen(bob, `con_${at}`);
    bench.redis.flush();
    await hydrateRoom(deps, bench.room);
    await announceOnline(deps, { user: ada, rooms: [bench.room] });
    expect(bench.gateway.posts).toEqual([]);
    bench.nowMs += 65_000;
    await announceOnline(deps, { user: eve, rooms: [bench.room] });
    expect(bench.gateway.posts).toHaveLength(21);
  });

  it("[PRES6] nobody is told in a room that too many listen to", async () => {
    for (let at = 0; at < 201; at += 1) await bench.listen(bob, `con_${at}`);
    await announceOnline(bench.deps(), { user: ada, rooms: [bench.room] });
    expect(bench.gateway.posts).toEqual([]);
  });
});

describe("membership", () => {
  const leave = (user: UserId) =>
    appendEvent(bench.deps(), {
      room: bench.room,
      user,
      draft: { kind: "member.left", userId: user, reason: "left" },
    });

  it("[MEM8] who left gets nothing that comes after", async () => {
    await bench.listen(ada, "con_a");
    await bench.listen(bob, "con_b");
    await say(ada, "one");
    await leave(bob);
    await say(ada, "two");
    expect(bench.gateway.seqsTo("con_b")).toEqual([1]);
    expect(bench.gateway.seqsTo("con_a")).toEqual([1, 2, 3]);
  });

  it("[MEM11] of two who decide on the same state, one has to look again", async () => {
    const guard = { subject: "members", basis: bench.events.logOf(bench.room).length };
    const leaving = (userId: UserId) => {
      const draft = { kind: "member.left", userId, reason: "left" } as const;
      return appendEvent(bench.deps(), { room: bench.room, user: userId, draft, guard });
    };
    const left = await Promise.allSettled([leaving(ada), leaving(bob)]);
    expect(left.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(left.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "ContendedError" },
    });
  });

  it("[MEM3] a moderator cannot remove an owner, and an owner can remove anybody else", async () => {
    const draft = { kind: "member.left", userId: ada, reason: "kicked" } as const;
    await expect(appendEvent(bench.deps(), { room: bench.room, user: bob, draft })).rejects.toMatchObject({
      code: "forbidden",
    });
    await appendEvent(bench.deps(), { room: bench.room, user: ada, draft: { ...draft, userId: bob } });
    expect(bench.events.rooms.get(bench.room)?.members.has(bob)).toBe(false);
  });
});
