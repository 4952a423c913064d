import type { RoomId, UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newRandomId } from "../system.ts";
import { openDatabase } from "./database.ts";
import { PostgresInviteStore } from "./postgres-invite-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  clientsMax: 5,
});
const sql = createSqlRunner(database);
const invites = new PostgresInviteStore(sql);
const by = newRandomId("usr") as UserId;
const guest = "usr_guest" as UserId;
let room: RoomId;

afterAll(() => database.end());
beforeEach(async () => {
  room = newRandomId("rom") as RoomId;
  await sql.run(
    "test_room",
    `with owner as (
       insert into users (id, name, last_name, username, email, email_verified)
       values ($2, 'Ada', 'Lovelace', $2, $2 || '@example.test', true)
       on conflict do nothing
     )
     insert into rooms (id, name, kind) values ($1, 'By link', 'private')`,
    [room, by],
  );
});

const create = (inMs: number, usesMax = 1) =>
  invites.create({ room, by, expiresAtMs: Date.now() + inMs, usesMax });

describe("PostgresInviteStore", () => {
  it("knows an invite until it expires, and lists, finds and takes none after", async () => {
    const lasting = await create(60_000);
    const short = await create(1_500);
    expect(await invites.find(short.code, guest)).toBe(room);
    expect((await invites.list({ room, limit: 10 })).map(({ id }) => id)).toContain(short.id);
    await expect.poll(() => invites.find(short.code, guest), { timeout: 10_000 }).toBeUndefined();
    expect(await invites.take(short.code, guest)).toBe(false);
    expect((await invites.list({ room, limit: 10 })).map(({ id }) => id)).toEqual([lasting.id]);
    expect(await invites.find(lasting.code, guest)).toBe(room);
  });

  it("is taken as often as it may be, however many come at once, and a use that failed is given back", async () => {
    const { code } = await create(60_000, 3);
    const guests = Array.from({ length: 20 }, (_, at) => `usr_${at}` as UserId);
    const taken = await Promise.all(guests.map((one) => invites.take(code, one)));
    const first = guests.find((_, at) => taken[at]) ?? guest;
    expect(taken.filter(Boolean)).toHaveLength(3);
    expect(await invites.find(code, guest)).toBeUndefined();
    await invites.giveBack(code, first);
    await invites.giveBack(code, first);
    expect(await invites.take(code, guest)).toBe(true);
    expect(await invites.take(code, first)).toBe(false);
  });

  it("is used once by whoever was cut off before they were in, and again by who comes back later", async () => {
    const { code } = await create(60_000);
    expect(await invites.take(code, guest)).toBe(true);
    expect(await invites.find(code, guest)).toBe(room);
    expect(await invites.take(code, guest)).toBe(true);
    await invites.finish(code, guest);
    await invites.giveBack(code, guest);
    expect(await invites.find(code, guest)).toBeUndefined();
    expect(await invites.take(code, guest)).toBe(false);
  });

  it("is revoked by its room alone, and its code is kept nowhere", async () => {
    const { id, code } = await create(60_000);
    expect(await invites.revoke({ room: "rom_other" as RoomId, id })).toBe(false);
    const rows = await sql.run("test_all", "select * from room_invites where id = $1", [id]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(await invites.revoke({ room, id })).toBe(true);
    expect(await invites.take(code, guest)).toBe(false);
  });
});
