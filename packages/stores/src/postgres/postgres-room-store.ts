import { toTimestamp } from "@parley/chat/clock";
import type { NewRoom, RoomStore, StoredMember } from "@parley/chat/room/room-store";
import type { Role, Room, RoomId, UserId } from "@parley/protocol";
import { type RoomRow, selectRooms, toRoom } from "./room-row.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** `RoomStore` on Postgres. */
export class PostgresRoomStore implements RoomStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async create(room: NewRoom): Promise<void> {
    await this.#insert(room, null);
  }

  async openDirect(room: NewRoom, directKey: string): Promise<{ room: RoomId; created: boolean }> {
    if (await this.#insert(room, directKey)) return { room: room.id, created: true };
    const rows = await this.#sql.run<{ id: RoomId }>("find_direct", findDirectStatement, [directKey]);
    const standing = rows[0]?.id;
    if (standing === undefined) throw new Error("A direct room was neither created nor found.");
    // The insert may have been repeated after an outage that hid its first success.
    return { room: standing, created: standing === room.id };
  }

  async listOf({ user, limit }: { user: UserId; limit: number }): Promise<Room[]> {
    const rows = await this.#sql.run<RoomRow>("rooms_of", roomsOfStatement, [user, limit]);
    return rows.map(toRoom);
  }

  async listPublic({ user, query, limit }: Parameters<RoomStore["listPublic"]>[0]): Promise<Room[]> {
    const rows = await this.#sql.run<RoomRow>("public_rooms", publicRoomsStatement, [
      user,
      limit,
      query.trim(),
    ]);
    return rows.map(toRoom);
  }

  async find({ room, user }: { room: RoomId; user: UserId }): Promise<Room | undefined> {
    const rows = await this.#sql.run<RoomRow>("find_room", findRoomStatement, [user, room]);
    return rows[0] === undefined ? undefined : toRoom(rows[0]);
  }

  async listMembers({ room, limit }: { room: RoomId; limit: number }): Promise<StoredMember[]> {
    const rows = await this.#sql.run<MemberRow>("room_members", membersStatement, [room, limit]);
    return rows.map((row) => ({
      user: { id: row.id, name: row.name, lastName: row.last_name, username: row.username },
      role: row.role,
      joinedAt: toTimestamp(Number(row.joined_at_ms)),
      lastReadSeq: Number(row.last_read_seq),
      ...(row.muted_until_ms !== null && { mutedUntil: toTimestamp(Number(row.muted_until_ms)) }),
    }));
  }

  /** False when the room, or another with the key, stands already. */
  async #insert(room: NewRoom, directKey: string | null): Promise<boolean> {
    const people = room.members.map(({ person, role, eventId }, index) => ({
      seq: index + 1,
      user_id: person.id,
      role,
      event_id: eventId,
      body: {
        userId: person.id,
        role,
        name: person.name,
        lastName: person.lastName,
        username: person.username,
      },
    }));
    const inserted = await this.#sql.run("create_room", createStatement, [
      room.id,
      room.kind,
      room.name,
      room.topic,
      directKey,
      people.length,
      toTimestamp(room.createdAtMs),
      room.createdBy,
      JSON.stringify(people),
    ]);
    return inserted.length === 1;
  }
}

interface MemberRow {
  readonly id: UserId;
  readonly name: string;
  readonly last_name: string;
  readonly username: string;
  readonly role: Role;
  readonly joined_at_ms: string;
  readonly last_read_seq: string;
  readonly muted_until_ms: string | null;
}

/**
 * The room, its memberships and the first events of its log, in one statement: all or nothing.
 *
 * $1 id, $2 kind, $3 name, $4 topic, $5 direct key, $6 number of people, $7 time, $8 creator, $9 people as JSON
 */
const createStatement = `
with room as (
  insert into rooms (id, kind, name, topic, direct_key, head_seq, created_at, active_at)
  values ($1, $2, $3, $4, $5, $6::bigint, $7::timestamptz, $7::timestamptz)
  on conflict do nothing
  returning id
), people as (
  select p.* from room, jsonb_to_recordset($9::jsonb)
    as p(seq bigint, user_id text, role text, event_id text, body jsonb)
), logged as (
  insert into events (room_id, seq, event_id, at, user_id, kind, body)
  select $1, p.seq, p.event_id, $7::timestamptz, $8, 'member.joined', p.body from people p
), joined as (
  insert into memberships (room_id, user_id, role, joined_at, joined_seq, last_read_seq)
  select $1, p.user_id, p.role, $7::timestamptz, p.seq, $6::bigint from people p
)
select id from room
`;

const findDirectStatement = "select id from rooms where direct_key = $1";

/** $1 person, $2 limit */
const roomsOfStatement = selectRooms(`
  select r.* from rooms r join memberships mine on mine.room_id = r.id and mine.user_id = $1
  order by r.active_at desc, r.id limit $2
`);

/** $1 person, $2 limit, $3 what name or topic holds. No pattern: what people type has no metacharacters. */
const publicRoomsStatement = selectRooms(`
  select r.* from rooms r
  where r.kind = 'public' and not r.archived
    and (strpos(lower(r.name), lower($3::text)) > 0 or strpos(lower(r.topic), lower($3::text)) > 0)
    and not exists (select from memberships mine where mine.room_id = r.id and mine.user_id = $1)
  order by r.active_at desc, r.id limit $2
`);

/** $1 person, $2 room. A room that they may not know of and an absent one are found, or not, alike. */
const findRoomStatement = selectRooms(`
  select r.* from rooms r
  where r.id = $2 and (
    r.kind = 'public' or exists (select from memberships mine where mine.room_id = r.id and mine.user_id = $1)
  )
`);

/** $1 room, $2 limit */
const membersStatement = `
select u.id, u.name, u.last_name, u.username, m.role, m.last_read_seq,
  floor(extract(epoch from m.joined_at) * 1000)::bigint as joined_at_ms,
  case when m.muted_until > now() then floor(extract(epoch from m.muted_until) * 1000)::bigint end as muted_until_ms
from memberships m join users u on u.id = m.user_id
where m.room_id = $1
order by case m.role when 'owner' then 0 when 'moderator' then 1 else 2 end, lower(u.name), lower(u.last_name), u.id
limit $2
`;
