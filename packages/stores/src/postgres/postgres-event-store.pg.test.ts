import { type EventDraft, writeEventText } from "@parley/chat/message/event-draft";
import { testEventStore } from "@parley/chat/message/event-store.contract";
import type { LogEntry } from "@parley/chat/message/room-log";
import type { MessageId, RoomId, UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openDatabase } from "./database.ts";
import { PostgresEventStore } from "./postgres-event-store.ts";
import { PostgresHistoryStore } from "./postgres-history-store.ts";
import { PostgresReadMarkStore } from "./postgres-read-mark-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({ url: inject("databaseUrl"), wsProxy: inject("databaseWsProxy") });
const sql = createSqlRunner(database);
const store = new PostgresEventStore(sql);
const history = new PostgresHistoryStore(sql);
let made = 0;
let room: RoomId;
let ada: UserId;
let bob: UserId;

const unique = (prefix: string) => {
  made += 1;
  return `${prefix}_${process.pid}_${made}`;
};

async function createUser(): Promise<UserId> {
  const id = unique("usr");
  const columns = "id, name, last_name, username, email";
  const values = "$1, 'Ada', 'Tester', $1, $1 || '@example.test'";
  await sql.run(`create_user`, `insert into users (${columns}) values (${values})`, [id]);
  return id as UserId;
}

function entry(
  seq: number,
  draft: EventDraft,
  user: UserId = ada,
  clientId: string | undefined = unique("c"),
): LogEntry {
  const eventId = unique("evt");
  const text = writeEventText({ room, user, at: new Date().toISOString(), clientId }, draft);
  return { seq, eventId, text, key: `${user} ${clientId}`, user };
}

const saying = (text: string): EventDraft => ({
  kind: "message.created",
  message: {
    id: unique("msg") as MessageId,
    seq: 0,
    room,
    user: ada,
    text,
    reactions: [],
    mentions: [],
    createdAt: new Date().toISOString(),
  },
});
const idOf = (draft: EventDraft) => (draft.kind === "message.created" ? draft.message.id : ("" as MessageId));
const page = async (user = ada) => {
  const answer = await history.listMessages({ room, user, cursor: { at: "latest" }, limit: 50 });
  if (answer.kind === "refused") throw new Error(answer.code);
  return answer;
};

/** A private room without events; the first of its people owns it. */
async function createRoom(people: readonly UserId[]): Promise<RoomId> {
  const id = unique("rom") as RoomId;
  await sql.run("create_room", `insert into rooms (id, kind, name) values ($1, 'private', 'A room')`, [id]);
  for (const [at, user] of people.entries()) {
    const role = at === 0 ? "owner" : "member";
    const statement = `insert into memberships (room_id, user_id, role, joined_seq) values ($1, $2, $3, 0)`;
    await sql.run("create_member", statement, [id, user, role]);
  }
  return id;
}

beforeEach(async () => {
  ada = await createUser();
  bob = await createUser();
  room = await createRoom([ada]);
});
afterAll(() => database.end());

testEventStore("PostgresEventStore", {
  store,
  createRoom: async () => {
    const [owner, member] = [await createUser(), await createUser()];
    return { room: await createRoom([owner, member]), owner, member };
  },
});

describe("projections", () => {
  it("are written once, however often a batch is repeated", async () => {
    const [first, second, third] = [
      entry(1, saying("one")),
      entry(2, saying("two")),
      entry(3, saying("three")),
    ];
    await store.commit(room, [first]);
    await store.commit(room, [first, second]);
    await store.commit(room, [second, third]);
    expect((await page()).messages.map((message) => message.text)).toEqual(["one", "two", "three"]);
    expect((await page()).asOfSeq).toBe(3);
  });

  it("folds changes within a batch and to what was there before", async () => {
    const [early, late, gone] = [saying("early"), saying("late"), saying("gone")];
    await store.commit(room, [entry(1, early)]);
    const at = (seq: number, draft: EventDraft, user = ada) => entry(seq, draft, user);
    await store.commit(room, [
      at(2, late),
      at(3, { kind: "message.edited", messageId: idOf(late), text: "late, edited", mentions: [bob] }),
      at(4, { kind: "message.edited", messageId: idOf(early), text: "early, once", mentions: [] }),
      at(5, { kind: "message.edited", messageId: idOf(early), text: "early, twice", mentions: [] }),
      at(6, gone),
      at(7, { kind: "message.deleted", messageId: idOf(gone), by: ada }),
      at(8, { kind: "reaction.added", messageId: idOf(early), emoji: "👍" }, ada),
      at(9, { kind: "reaction.added", messageId: idOf(early), emoji: "👍" }, bob),
      at(10, { kind: "reaction.added", messageId: idOf(early), emoji: "🎭" }, bob),
      at(11, { kind: "reaction.removed", messageId: idOf(early), emoji: "🎭" }, bob),
    ]);
    const { messages, asOfSeq } = await page();
    expect(asOfSeq).toBe(11);
    expect(messages.map(({ text }) => text)).toEqual(["early, twice", "late, edited", ""]);
    expect(messages[0]?.reactions).toEqual([{ emoji: "👍", count: 2, mine: true }]);
    expect(messages[1]?.mentions).toEqual([bob]);
    expect(messages[2]?.deletedAt).toBeDefined();
  });
});

describe("history pages", () => {
  beforeEach(async () => {
    const entries = Array.from({ length: 10 }, (_, at) => entry(at + 1, saying(`m${at + 1}`)));
    await store.commit(room, entries);
  });
  const seqs = async (cursor: Parameters<typeof history.listMessages>[0]["cursor"], limit: number) => {
    const answer = await history.listMessages({ room, user: ada, cursor, limit });
    if (answer.kind === "refused") throw new Error(answer.code);
    return { seqs: answer.messages.map(({ seq }) => seq), before: answer.hasBefore, after: answer.hasAfter };
  };

  it("[HIST5] come ascending for every cursor, and say what lies beyond", async () => {
    expect(await seqs({ at: "latest" }, 3)).toEqual({ seqs: [8, 9, 10], before: true, after: false });
    expect(await seqs({ at: "before", seq: 3 }, 5)).toEqual({ seqs: [1, 2], before: false, after: true });
    expect(await seqs({ at: "after", seq: 8 }, 5)).toEqual({ seqs: [9, 10], before: true, after: false });
    expect(await seqs({ at: "around", seq: 5 }, 4)).toEqual({
      seqs: [3, 4, 5, 6],
      before: true,
      after: true,
    });
    expect(await seqs({ at: "before", seq: 1 }, 5)).toEqual({ seqs: [], before: false, after: true });
  });

  it("are not for strangers, who cannot tell the room from an absent one", async () => {
    const ask = (where: RoomId) =>
      history.listMessages({ room: where, user: bob, cursor: { at: "latest" }, limit: 5 });
    expect(await ask(room)).toEqual({ kind: "refused", code: "not_found" });
    expect(await ask("rom_nowhere" as RoomId)).toEqual({ kind: "refused", code: "not_found" });
  });
});

describe("read marks", () => {
  it("[MEM9] move forward only, and never beyond the head", async () => {
    const marks = new PostgresReadMarkStore(sql);
    await store.commit(room, [entry(1, saying("one")), entry(2, saying("two")), entry(3, saying("three"))]);
    expect(await marks.advance({ room, user: ada, seq: 2 })).toEqual({ moved: true, seq: 2 });
    expect(await marks.advance({ room, user: ada, seq: 1 })).toEqual({ moved: false, seq: 2 });
    expect(await marks.advance({ room, user: ada, seq: 99 })).toEqual({ moved: true, seq: 3 });
    expect(await marks.advance({ room, user: bob, seq: 1 })).toBeUndefined();
  });
});
