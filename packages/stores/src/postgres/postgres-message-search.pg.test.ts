import type { Person } from "@parley/chat/account/account-store";
import { buildRoom } from "@parley/chat/room/build-room";
import type { MessageId, RoomId, UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newRandomId, systemClock } from "../system.ts";
import { openDatabase } from "./database.ts";
import { PostgresMessageSearch, toExcerpt } from "./postgres-message-search.ts";
import { PostgresRoomStore } from "./postgres-room-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({ url: inject("databaseUrl"), wsProxy: inject("databaseWsProxy") });
const sql = createSqlRunner(database);
const rooms = new PostgresRoomStore(sql);
const search = new PostgresMessageSearch(sql);
let ada: Person;
let eve: Person;
let room: RoomId;
let seq: number;

afterAll(() => database.end());

async function createPerson(name: string): Promise<Person> {
  const id = newRandomId("usr") as UserId;
  const username = `${name.toLowerCase()}_${id.slice(-20)}`;
  await sql.run(
    "test_search_person",
    `insert into users (id, name, last_name, username, email, email_verified)
     values ($1, $2, 'Tester', $3, $3 || '@example.test', true)`,
    [id, name, username],
  );
  return { id, name, lastName: "Tester", username };
}

async function say(text: string, more: { deleted?: boolean } = {}): Promise<MessageId> {
  seq += 1;
  const id = newRandomId("msg") as MessageId;
  await sql.run(
    "test_search_say",
    `insert into messages (room_id, seq, id, user_id, text, created_at, deleted_at)
     values ($1, $2::bigint, $3, $4, $5, now() + $2::bigint * interval '1 second', case when $6::boolean then now() end)`,
    [room, seq, id, ada.id, text, more.deleted === true],
  );
  return id;
}

const find = async (query: string, user = ada) =>
  (await search.search({ query, user: user.id, limit: 10 })).map(({ message }) => message.text);

beforeEach(async () => {
  [ada, eve] = [await createPerson("Ada"), await createPerson("Eve")];
  const made = buildRoom(
    { clock: systemClock, newId: newRandomId },
    { kind: "public", name: "A room", topic: "", creator: ada, others: [], othersRole: "member" },
  );
  await rooms.create(made);
  room = made.id;
  seq = 1;
});

describe("searching", () => {
  it("finds words, phrases, alternatives and exclusions, latest first", async () => {
    await say("the quick brown fox");
    await say("a brown dog");
    expect(await find("brown")).toEqual(["a brown dog", "the quick brown fox"]);
    expect(await find('"quick brown"')).toEqual(["the quick brown fox"]);
    expect(await find("fox or dog")).toHaveLength(2);
    expect(await find("brown -dog")).toEqual(["the quick brown fox"]);
  });

  it("finds nothing in rooms that one is not in, public ones too, and nothing that was deleted", async () => {
    await say("secret plan");
    await say("secret, withdrawn", { deleted: true });
    expect(await find("secret")).toEqual(["secret plan"]);
    expect(await find("secret", eve)).toEqual([]);
    const message = await say("one more");
    expect(await search.find({ room, user: eve.id, message })).toBeUndefined();
    expect(await search.find({ room, user: ada.id, message })).toMatchObject({ text: "one more" });
  });

  it("[SEC19] takes what is asked for as words, whatever it is", async () => {
    await say("it's 100% (true) & more | less ! <b>bold</b> \\ '");
    for (const query of [
      "'",
      "%",
      "\\",
      "& | !",
      "(",
      ":*",
      "$1",
      "it's",
      "<->",
      "\ue000",
      "a".repeat(200),
    ]) {
      expect(Array.isArray(await find(query))).toBe(true);
    }
    expect(await find("true")).toHaveLength(1);
  });

  it("shows where the words stand, also in a text that holds our own marks", async () => {
    await say("before \u0002word\u0003 and word after");
    const [hit] = await search.search({ query: "word", user: ada.id, limit: 1 });
    const found = hit?.marks.map(({ start, end }) => hit.excerpt.slice(start, end));
    expect(found).toEqual(["word", "word"]);
    expect(toExcerpt("none")).toEqual({ excerpt: "none", marks: [] });
  });

  it("shows a short message whole, with its small words and its full stop, and of a long one what is around", async () => {
    const excerptOf = async (text: string) => {
      await say(text);
      return (await search.search({ query: "word", user: ada.id, limit: 1 }))[0]?.excerpt;
    };
    expect(await excerptOf("The last word.")).toBe("The last word.");
    const long = await excerptOf(`${"before ".repeat(60)}a word, ${"after ".repeat(60)}`);
    expect(long).toMatch(/\bword\b/);
    expect(long?.length).toBeLessThan(300);
  });
});

describe("the audit log", () => {
  it("holds what changes who is in a room, entered with the event itself, and outlives the room", async () => {
    const entries = async () =>
      sql.run<{ action: string; target: string }>(
        "test_audit",
        "select action, target from audit_entries where room_id = $1 order by id",
        [room],
      );
    expect(await entries()).toEqual([{ action: "member.joined", target: ada.id }]);
    await rooms.remove(room);
    expect(await entries()).toHaveLength(1);
  });
});
