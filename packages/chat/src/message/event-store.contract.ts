import type { Event, MessageId, RoomId, UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { renderEventText } from "./event-draft.ts";
import { EventStoreBench, type EventStoreSubject } from "./testing/event-store-bench.ts";

const committed = { kind: "committed" };
const conflict = { kind: "conflict", repeats: [] };

/** What every `EventStore` must do. */
export function testEventStore(name: string, subject: EventStoreSubject): void {
  const bench = new EventStoreBench(subject);
  const { store } = bench;

  describe(`${name} keeps the contract of EventStore`, () => {
    beforeEach(() => bench.enterRoom());

    it("[REC12] writes events as they will be read", async () => {
      const said = bench.entry(1, bench.saying("it's «quoted» \\ \n \u0001 🎭"));
      const joined = { kind: "member.role", userId: bench.member, role: "moderator" } as const;
      const silent = bench.entry(2, joined, { clientId: null });
      expect(await bench.commit([said, silent])).toEqual(committed);
      const expected = [said, silent].map(({ text, seq }) => JSON.parse(renderEventText(text, seq)) as Event);
      expect(await bench.events()).toEqual(expected);
      expect(await bench.events(1)).toEqual(expected.slice(1));
    });

    it("[DRAIN9] is the same when repeated, in part or in whole", async () => {
      const [first, second, third] = bench.talk(1, 3) as [never, never, never];
      expect(await bench.commit([first])).toEqual(committed);
      expect(await bench.commit([first, second])).toEqual(committed);
      expect(await bench.commit([first, second])).toEqual(committed);
      expect(await bench.commit([second, third])).toEqual(committed);
      expect((await bench.events()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it("[REC13] refuses another event under a seq that is taken, and the whole batch with it", async () => {
      await bench.commit(bench.talk(1, 2));
      expect(await bench.commit(bench.talk(2, 2))).toEqual(conflict);
      expect(await bench.events()).toHaveLength(2);
    });

    it("[REC13] refuses a batch that leaves a gap", async () => {
      await bench.commit(bench.talk(1, 1));
      expect(await bench.commit(bench.talk(3, 1))).toEqual(conflict);
      expect(await bench.events()).toHaveLength(1);
    });

    it("[REC13] refuses what stands already when more does: the hot log is behind", async () => {
      const talk = bench.talk(1, 3);
      await bench.commit(talk);
      expect(await bench.commit(talk.slice(0, 2))).toEqual(conflict);
      expect(await bench.commit(talk.slice(1))).toEqual(committed);
    });

    it("[MSG4] finds a client id that was committed long ago under its first seq", async () => {
      const once = bench.entry(1, bench.saying("once"), { clientId: "mine" });
      await bench.commit([once, ...bench.talk(2, 1)]);
      const again = bench.entry(3, bench.saying("once"), { clientId: "mine" });
      expect(await bench.commit([again, ...bench.talk(4, 1)])).toEqual({
        kind: "conflict",
        repeats: [{ key: again.key, seq: 1 }],
      });
      const other = bench.entry(3, bench.saying("same id"), { user: bench.member, clientId: "mine" });
      expect(await bench.commit([other])).toEqual(committed);
    });

    it("[MSG4] finds an event without a client id again by its own id", async () => {
      const draft = { kind: "member.role", userId: bench.member, role: "moderator" } as const;
      const silent = bench.entry(1, draft, { clientId: null });
      await bench.commit([silent]);
      expect(await bench.commit([{ ...silent, seq: 2 }])).toEqual({
        kind: "conflict",
        repeats: [{ key: silent.key, seq: 1 }],
      });
    });

    it("[REC6] names the one entry that cannot be stored, and keeps what came before it", async () => {
      const batch = [...bench.talk(1, 4), bench.entry(5, bench.saying("a NUL: \u0000")), ...bench.talk(6, 3)];
      expect(await bench.commit(batch)).toMatchObject({ kind: "unfit", key: batch[4]?.key });
      expect(await bench.events()).toHaveLength(4);
      const rest = batch.slice(5).map((entry) => Object.assign({}, entry, { seq: entry.seq - 1 }));
      expect(await bench.commit(rest)).toEqual(committed);
      expect((await bench.events()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it("[DRAIN10] is absent for a room that is not there", async () => {
      const nowhere = "rom_nowhere" as RoomId;
      expect(await store.commit(nowhere, bench.talk(1, 1))).toEqual({ kind: "absent" });
      expect(await store.loadRoom(nowhere, 3)).toBeUndefined();
      const absent = { room: nowhere, user: bench.owner, message: "msg_1" as MessageId };
      expect(await store.findTarget(absent)).toBeUndefined();
    });

    it("[REC1] loads the last events, the members and the head of one moment", async () => {
      const entries = bench.talk(1, 7);
      await bench.commit(entries);
      const loaded = await store.loadRoom(bench.room, 3);
      expect(loaded).toMatchObject({ kind: "private", archived: false, slowModeMs: 0, headSeq: 7 });
      expect(loaded?.members.map(({ user }) => user).toSorted()).toEqual(
        [bench.owner, bench.member].toSorted(),
      );
      expect(loaded?.entries.map(({ seq, eventId, key }) => ({ seq, eventId, key }))).toEqual(
        entries.slice(4).map(({ seq, eventId, key }) => ({ seq, eventId, key })),
      );
      expect(JSON.parse(loaded?.entries[0]?.text ?? "")).toMatchObject({ seq: 5, message: { seq: 5 } });
      expect(await store.readHeads([bench.room, "rom_nowhere" as RoomId])).toEqual(
        new Map([[bench.room, 7]]),
      );
    });

    it("[MSG5] loads what events are about, so that guards hold over the loss of Redis", async () => {
      const said = bench.saying("hello");
      const { id: messageId } = said.message;
      const react = { kind: "reaction.added", messageId, emoji: "👍" } as const;
      await bench.commit([bench.entry(1, said), bench.entry(2, react, { user: bench.member })]);
      const loaded = await store.loadRoom(bench.room, 10);
      expect(loaded?.entries.map((entry) => entry.subject)).toEqual([
        "",
        `reaction ${messageId} ${bench.member} 👍`,
      ]);
    });

    it("[MEM6] the durable members are the fold of the log", async () => {
      const { owner, member } = bench;
      const mutedUntil = "2030-01-01T00:00:00.000Z";
      await bench.commit([
        bench.entry(1, { kind: "member.left", userId: member, reason: "left" }, { user: member }),
        bench.entry(2, { kind: "member.role", userId: owner, role: "owner", mutedUntil }),
      ]);
      expect((await store.loadRoom(bench.room, 10))?.members).toEqual([
        { user: owner, role: "owner", mutedUntilMs: Date.parse(mutedUntil) },
      ]);
      await bench.commit([bench.entry(3, { kind: "member.joined", userId: member, role: "member" })]);
      expect((await store.loadRoom(bench.room, 10))?.members).toHaveLength(2);
    });

    it("[MEM4] keeps a room's facts as its last event gave them", async () => {
      const facts = { id: bench.room, name: "New", topic: "t", kind: "public" } as const;
      const update = {
        kind: "room.updated",
        facts: { ...facts, slowModeMs: 2_000, archived: true },
      } as const;
      await bench.commit([bench.entry(1, update)]);
      expect(await store.loadRoom(bench.room, 10)).toMatchObject({
        kind: "public",
        archived: true,
        slowModeMs: 2_000,
      });
    });

    it("[MEM7] tells what somebody is in a room", async () => {
      const { room, owner, member } = bench;
      expect(await store.findMembership(room, owner)).toEqual({ kind: "private", role: "owner" });
      expect(await store.findMembership(room, member)).toEqual({ kind: "private", role: "member" });
      expect(await store.findMembership(room, "usr_none" as UserId)).toEqual({ kind: "private" });
      expect(await store.findMembership("rom_nowhere" as RoomId, owner)).toBeUndefined();
    });

    it("[MSG6] tells what there is to know of a message before it is changed", async () => {
      const said = bench.saying("hello");
      const { id: messageId } = said.message;
      await bench.commit([
        bench.entry(1, said),
        bench.entry(2, { kind: "reaction.added", messageId, emoji: "👍" }, { user: bench.member }),
      ]);
      const target = { room: bench.room, user: bench.member, message: messageId, emoji: "👍" };
      expect(await store.findTarget(target)).toEqual({
        kind: "private",
        role: "member",
        headSeq: 2,
        message: { user: bench.owner, deleted: false },
        reactionSeq: 2,
      });
      await bench.commit([
        bench.entry(3, { kind: "reaction.removed", messageId, emoji: "👍" }, { user: bench.member }),
        bench.entry(4, { kind: "message.deleted", messageId, by: bench.owner }),
      ]);
      expect(await store.findTarget(target)).toMatchObject({ message: { deleted: true }, headSeq: 4 });
      expect((await store.findTarget(target))?.reactionSeq).toBeUndefined();
      const stranger = { ...target, user: "usr_stranger" as never, message: "msg_none" as MessageId };
      expect(await store.findTarget(stranger)).toEqual({ kind: "private", headSeq: 4 });
    });
  });
}
