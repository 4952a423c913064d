import type { Clock } from "@parley/chat/clock";
import { listMessages } from "@parley/chat/history/list-messages";
import { type EventDraft, writeEventText } from "@parley/chat/message/event-draft";
import { hydratedEntriesMax } from "@parley/chat/message/hydrate-room";
import type { LogEntry } from "@parley/chat/message/room-log";
import type { Message, MessageId, MessagesAnswer, RoomId, UserId } from "@parley/protocol";
import { openDatabase } from "@parley/stores/postgres/database";
import { PostgresEventStore } from "@parley/stores/postgres/postgres-event-store";
import { PostgresHistoryStore } from "@parley/stores/postgres/postgres-history-store";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { roomLogDefaults } from "@parley/stores/redis/redis-room-log";
import * as fc from "fast-check";
import { afterAll, describe, expect, inject, it } from "vitest";
import { MemoryRedis } from "../stores/memory-redis.ts";
import { MemoryRoomLog } from "../stores/memory-room-log.ts";

const database = openDatabase({ url: inject("databaseUrl"), wsProxy: inject("databaseWsProxy") });
const sql = createSqlRunner(database);
const events = new PostgresEventStore(sql);
const history = new PostgresHistoryStore(sql);
const clock: Pick<Clock, "now"> = { now: () => Date.parse("2026-01-01T00:00:00.000Z") };
let made = 0;

afterAll(() => database.end());

/** What people do, as numbers: who, what, to which of the messages so far, with which emoji. */
const deed = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom("say", "say", "edit", "delete", "react", "react", "unreact"),
  which: fc.nat(8),
  emoji: fc.constantFrom("👍", "🎭", "🚀"),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

/** Said in one batch, changed twice in the next: what was found to differ, kept. */
const editedAndDeleted = (["say", "edit", "delete", "say"] as const).map(
  (what): Deed => ({ who: 0, what, which: 0, emoji: "👍" }),
);

async function createRoom(): Promise<{ room: RoomId; people: UserId[] }> {
  made += 1;
  const room = `rom_h${process.pid}_${made}` as RoomId;
  const people = [0, 1, 2].map((at) => `usr_h${process.pid}_${made}_${at}` as UserId);
  await sql.run("h_room", "insert into rooms (id, kind, name) values ($1, 'private', 'A room')", [room]);
  for (const user of people) {
    const columns = "id, name, last_name, username, email";
    await sql.run(
      "h_user",
      `insert into users (${columns}) values ($1, 'Ada', 'T', $1, $1 || '@example.test')`,
      [user],
    );
    const membership =
      "insert into memberships (room_id, user_id, role, joined_seq) values ($1, $2, 'owner', 0)";
    await sql.run("h_member", membership, [room, user]);
  }
  return { room, people };
}

/** The log that the deeds make: just what the service would append, so that reactions alternate. */
function toEntries(room: RoomId, people: readonly UserId[], deeds: readonly Deed[]): LogEntry[] {
  const messages: { id: MessageId; deleted: boolean }[] = [];
  const reactions = new Set<string>();
  const drafts: { user: UserId; draft: EventDraft }[] = [];
  for (const { who, what, which, emoji } of deeds) {
    const user = people[who] as UserId;
    const target = messages[which];
    const key = `${target?.id} ${user} ${emoji}`;
    if (what === "say") {
      const id = `msg_${room}_${messages.length}` as MessageId;
      const said = { id, seq: 0, room, user, text: `says ${id}`, reactions: [], mentions: [] };
      messages.push({ id, deleted: false });
      const message: Message = { ...said, createdAt: "2026-01-01T00:00:00.000Z" };
      drafts.push({ user, draft: { kind: "message.created", message } });
    } else if (target === undefined || target.deleted) continue;
    else if (what === "edit") {
      const text = `edit ${drafts.length}`;
      drafts.push({ user, draft: { kind: "message.edited", messageId: target.id, text, mentions: [] } });
    } else if (what === "delete") {
      target.deleted = true;
      drafts.push({ user, draft: { kind: "message.deleted", messageId: target.id, by: user } });
    } else if ((what === "react") !== reactions.has(key)) {
      const kind = what === "react" ? "reaction.added" : "reaction.removed";
      if (what === "react") reactions.add(key);
      else reactions.delete(key);
      drafts.push({ user, draft: { kind, messageId: target.id, emoji } });
    }
  }
  return drafts.map(({ user, draft }, at) => {
    const eventId = `evt_${room}_${at}`;
    const clientId = `client_${at}`;
    const text = writeEventText({ room, user, at: "2026-01-01T00:00:01.000Z", clientId }, draft);
    return { seq: at + 1, eventId, key: `${user} ${clientId}`, text, user };
  });
}

/** The order of a message's reactions is not promised: rows that were deleted leave no trace of theirs. */
function withReactionsSorted(page: MessagesAnswer): MessagesAnswer {
  const messages = page.messages.map((message) => ({
    ...message,
    reactions: message.reactions.toSorted((a, b) => a.emoji.localeCompare(b.emoji)),
  }));
  return { ...page, messages };
}

describe("a page of history", () => {
  it("[HIST6] folded from the hot log is the page that Postgres has, however it came about", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 40 }), fc.nat(39), async (deeds, cut) => {
        const { room, people } = await createRoom();
        const [reader] = people as [UserId];
        const entries = toEntries(room, people, deeds);
        const [before, after] = [entries.slice(0, cut), entries.slice(cut)];
        for (const batch of [before, after].filter(({ length }) => length > 0)) {
          expect(await events.commit(room, batch)).toEqual({ kind: "committed" });
        }
        const log = new MemoryRoomLog(new MemoryRedis(clock.now), roomLogDefaults);
        const loaded = await events.loadRoom(room, hydratedEntriesMax);
        if (loaded === undefined) throw new Error("the room is not there");
        await log.hydrate({ ...loaded, listeners: [] });
        const page = { room, user: reader, limit: 50 };
        const hot = await listMessages({ log, history }, page);
        const durable = await history.listMessages({ ...page, cursor: { at: "latest" } });
        if (durable.kind === "refused") throw new Error(durable.code);
        const { kind: _, ...answer } = durable;
        expect(withReactionsSorted(hot)).toEqual(withReactionsSorted(answer));
      }),
      { numRuns: 40, examples: [[editedAndDeleted, 1]] },
    );
  }, 60_000);
});
