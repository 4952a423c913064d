import type { Person } from "@parley/chat/account/account-store";
import { buildRoom } from "@parley/chat/room/build-room";
import type { NewRoom } from "@parley/chat/room/room-store";
import { Event, Room, type RoomId, type RoomKind, type UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newRandomId, systemClock } from "../system.ts";
import { openDatabase } from "./database.ts";
import { type EventRow, eventColumns, toEventText } from "./event-row.ts";
import { PostgresRoomStore } from "./postgres-room-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  clientsMax: 10,
});
const sql = createSqlRunner(database);
const rooms = new PostgresRoomStore(sql);
let ada: Person;
let bob: Person;
let eve: Person;

afterAll(() => database.end());

async function createPerson(name: string): Promise<Person> {
  const id = newRandomId("usr") as UserId;
  const username = `${name.toLowerCase()}_${id.slice(-20)}`;
  await sql.run(
    "test_create_person",
    `insert into users (id, name, last_name, username, email, email_verified)
     values ($1, $2, 'Tester', $3, $3 || '@example.test', true)`,
    [id, name, username],
  );
  return { id, name, lastName: "Tester", username };
}

function newRoom(kind: RoomKind, others: readonly Person[] = [], change: Partial<NewRoom> = {}): NewRoom {
  const built = buildRoom(
    { clock: systemClock, newId: newRandomId },
    { kind, name: "A room", topic: "", creator: ada, others, othersRole: "member" },
  );
  return { ...built, ...change };
}

async function create(
  kind: RoomKind,
  others: readonly Person[] = [],
  change: Partial<NewRoom> = {},
): Promise<RoomId> {
  const room = newRoom(kind, others, change);
  await rooms.create(room);
  return room.id;
}

async function say(
  room: RoomId,
  by: Person,
  seq: number,
  text: string,
  mentions: string[] = [],
): Promise<void> {
  await sql.run(
    "test_say",
    `with said as (
       insert into messages (room_id, seq, id, user_id, text, mentions, created_at)
       values ($1, $2::bigint, $3, $4, $5, $6, now())
     )
     update rooms set head_seq = $2::bigint, active_at = clock_timestamp() where id = $1`,
    [room, seq, newRandomId("msg"), by.id, text, mentions],
  );
}

/** Public rooms for Bob to join whose name begins so. */
async function searchNamed(prefix: string, query: string): Promise<Room[]> {
  const found = await rooms.listPublic({ user: bob.id, query, limit: 10 });
  return found.filter(({ name }) => name.startsWith(prefix));
}

beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([createPerson("Ada"), createPerson("Bob"), createPerson("Eve")]);
});

describe("a room that is created", () => {
  it("has its people, and a log that tells of each from seq 1 on", async () => {
    const id = await create("private", [bob, eve, bob, ada]);
    const rows = await sql.run<EventRow>(
      "test_events",
      `select ${eventColumns} from events where room_id = $1 order by seq`,
      [id],
    );
    const events = rows.map((row) => Event.parse(JSON.parse(toEventText(id, row))));
    expect(
      events.map(
        (event) => event.kind === "member.joined" && [event.seq, event.user, event.userId, event.role],
      ),
    ).toEqual([
      [1, ada.id, ada.id, "owner"],
      [2, ada.id, bob.id, "member"],
      [3, ada.id, eve.id, "member"],
    ]);
    const room = await rooms.find({ room: id, user: bob.id });
    expect(room).toMatchObject({ headSeq: 3, lastReadSeq: 3, unread: 0, memberCount: 3, role: "member" });
    expect(Room.parse(room)).toEqual(room);
  });

  it("is created once when an outage makes it be repeated", async () => {
    const room = newRoom("public", [bob]);
    await rooms.create(room);
    await rooms.create(room);
    expect(await rooms.find({ room: room.id, user: ada.id })).toMatchObject({ headSeq: 2, memberCount: 2 });
  });

  it("stands whole or not at all", async () => {
    const nobody: Person = { ...bob, id: "usr_nobody" as UserId };
    const room = newRoom("public", [nobody]);
    await expect(rooms.create(room)).rejects.toMatchObject({ code: "23503" });
    expect(await rooms.find({ room: room.id, user: ada.id })).toBeUndefined();
  });

  it("[SEC19] keeps names and topics to the letter", async () => {
    const name = `'"; drop table rooms; -- \\ $1 %_ {{x}}`;
    const id = await create("public", [], { name, topic: name });
    expect(await rooms.find({ room: id, user: bob.id })).toMatchObject({ name, topic: name });
  });
});

describe("a direct room", () => {
  it("is made once, however many ask at once and from whichever side", async () => {
    const key = [ada.id, bob.id].toSorted().join(" ");
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => rooms.openDirect(newRoom("direct", [bob]), key)),
    );
    expect(new Set(answers.map(({ room }) => room)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
  });

  it("bears the other one's name, and is known to its two people alone", async () => {
    const { room } = await rooms.openDirect(newRoom("direct", [bob]), [ada.id, bob.id].toSorted().join(" "));
    expect(await rooms.find({ room, user: ada.id })).toMatchObject({ name: "Bob Tester", kind: "direct" });
    expect(await rooms.find({ room, user: bob.id })).toMatchObject({ name: "Ada Tester" });
    expect(await rooms.find({ room, user: eve.id })).toBeUndefined();
    await sql.run("test_delete_user", "delete from users where id = $1", [bob.id]);
    expect(await rooms.find({ room, user: ada.id })).toMatchObject({ name: "Deleted user", memberCount: 1 });
  });
});

describe("a room as a person sees it", () => {
  it("counts what others said since the read mark, and what of that names the reader", async () => {
    const id = await create("public", [bob]);
    await say(id, bob, 3, "one");
    await say(id, bob, 4, "two", [ada.id]);
    await say(id, ada, 5, "mine", [ada.id]);
    await say(id, bob, 6, "gone", [ada.id]);
    await sql.run(
      "test_delete",
      "update messages set deleted_at = now(), text = '' where room_id = $1 and seq = 6",
      [id],
    );
    expect(await rooms.find({ room: id, user: ada.id })).toMatchObject({
      unread: 2,
      mentions: 1,
      headSeq: 6,
    });
    await sql.run(
      "test_read",
      "update memberships set last_read_seq = 3 where room_id = $1 and user_id = $2",
      [id, ada.id],
    );
    expect(await rooms.find({ room: id, user: ada.id })).toMatchObject({
      unread: 1,
      mentions: 1,
      lastReadSeq: 3,
    });
  });

  it("shows what was said last to its members alone", async () => {
    const id = await create("public");
    await say(id, ada, 2, "for members");
    expect((await rooms.find({ room: id, user: ada.id }))?.lastMessage).toMatchObject({
      text: "for members",
      seq: 2,
    });
    const outside = await rooms.find({ room: id, user: bob.id });
    expect(outside).toMatchObject({ role: null, unread: 0, mentions: 0, lastReadSeq: 0 });
    expect(outside).not.toHaveProperty("lastMessage");
  });

  it("[SEC7] is the same nothing for a private room and an absent one", async () => {
    const id = await create("private");
    expect(await rooms.find({ room: id, user: bob.id })).toBeUndefined();
    expect(await rooms.find({ room: "rom_absent" as RoomId, user: bob.id })).toBeUndefined();
  });
});

describe("lists of rooms", () => {
  it("are the person's own, latest activity first, up to a limit", async () => {
    const first = await create("private");
    const second = await create("public");
    await create("public", [], { members: [{ person: bob, role: "owner", eventId: newRandomId("evt") }] });
    await say(first, ada, 2, "later");
    expect((await rooms.listOf({ user: ada.id, limit: 10 })).map(({ id }) => id)).toEqual([first, second]);
    expect((await rooms.listOf({ user: ada.id, limit: 1 })).map(({ id }) => id)).toEqual([first]);
  });

  it("of public rooms hold those to join: neither private, nor archived, nor one's own", async () => {
    const word = newRandomId("rom").slice(-12);
    const open = await create("public", [], { name: `About ${word.toUpperCase()}` });
    const byTopic = await create("public", [], { topic: `all of ${word}` });
    const archived = await create("public", [], { name: word });
    await create("private", [], { name: word });
    await create("public", [bob], { name: word });
    // Rooms made in one millisecond are as active as each other.
    await say(byTopic, ada, 2, "later");
    await sql.run("test_archive", "update rooms set archived = true where id = $1", [archived]);
    const found = await rooms.listPublic({ user: bob.id, query: word, limit: 10 });
    expect(found.map(({ id }) => id)).toEqual([byTopic, open]);
  });

  it("[SEC19] take what is searched for as text, not as a pattern", async () => {
    await create("public", [], { name: "percent 100%_done" });
    expect(await searchNamed("percent", "100%_d")).not.toEqual([]);
    for (const query of ["1%d", "100_", "'", "\\", ".*"])
      expect(await searchNamed("percent", query)).toEqual([]);
  });
});

describe("a room's people", () => {
  it("come owners first, then by name, without their addresses", async () => {
    const id = await create("public", [eve, bob]);
    await sql.run(
      "test_mute",
      "update memberships set muted_until = now() + interval '1 hour' where room_id = $1 and user_id = $2",
      [id, eve.id],
    );
    const members = await rooms.listMembers({ room: id, limit: 10 });
    expect(members.map(({ user, role }) => [user.name, role])).toEqual([
      ["Ada", "owner"],
      ["Bob", "member"],
      ["Eve", "member"],
    ]);
    expect(members[1]?.user).toEqual({ id: bob.id, name: "Bob", lastName: "Tester", username: bob.username });
    expect(members[2]?.mutedUntil).toMatch(/^\d{4}-.*Z$/);
    expect(members[0]).not.toHaveProperty("mutedUntil");
  });
});
