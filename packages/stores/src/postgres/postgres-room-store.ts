import { toTimestamp } from "@parley/chat/clock";
import type { NewRoom, RoomState, RoomStore, StoredBan, StoredMember } from "@parley/chat/room/room-store";
import type { Role, Room, RoomId, RoomKind, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import { type PersonRow, personColumns, toPerson } from "./person-row.ts";
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
    return rows.map(toMember);
  }

  async findMember({ room, user }: { room: RoomId; user: UserId }): Promise<StoredMember | undefined> {
    const [row] = await this.#sql.run<MemberRow>("room_member", memberStatement, [room, user]);
    return row && toMember(row);
  }

  async findState({
    room,
    actor,
    target,
  }: Parameters<RoomStore["findState"]>[0]): Promise<RoomState | undefined> {
    const [row] = await this.#sql.run<StateRow>("room_state", stateStatement, [room, actor, target]);
    if (row === undefined) return undefined;
    const mutedUntilMs = row.muted_until_ms === null ? undefined : Number(row.muted_until_ms);
    return {
      kind: row.kind,
      name: row.name,
      topic: row.topic,
      slowModeMs: row.slow_mode_ms,
      archived: row.archived,
      headSeq: Number(row.head_seq),
      role: row.role,
      target: row.target_role === null ? undefined : { role: row.target_role, mutedUntilMs },
      owners: row.owners,
      memberCount: Number(row.member_count),
    };
  }

  async isBanned({ room, user }: { room: RoomId; user: UserId }): Promise<boolean> {
    const text = "select from room_bans where room_id = $1 and user_id = $2";
    return (await this.#sql.run("is_banned", text, [room, user])).length === 1;
  }

  async ban({ room, user, by }: { room: RoomId; user: UserId; by: UserId }): Promise<"banned" | "nobody"> {
    const rows = await this.#sql.run("ban_from_room", banStatement, [room, user, by]);
    return rows.length === 1 ? "banned" : "nobody";
  }

  async unban({ room, user }: { room: RoomId; user: UserId }): Promise<boolean> {
    const text = "delete from room_bans where room_id = $1 and user_id = $2 returning user_id";
    return (await this.#sql.run("unban_from_room", text, [room, user])).length === 1;
  }

  async listBans({ room, limit }: { room: RoomId; limit: number }): Promise<StoredBan[]> {
    const rows = await this.#sql.run<BanRow>("room_bans", bansStatement, [room, limit]);
    return rows.map((row) => ({
      user: toPerson(row),
      bannedBy: row.banned_by,
      bannedAt: toTimestamp(Number(row.banned_at_ms)),
    }));
  }

  async remove(room: RoomId): Promise<{ name: string; members: readonly UserId[] } | undefined> {
    const [row] = await this.#sql.run<{ name: string; members: UserId[] }>("remove_room", removeStatement, [
      room,
    ]);
    return row;
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
        ...(person.bot === true && { bot: true }),
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

interface MemberRow extends PersonRow {
  readonly role: Role;
  readonly joined_at_ms: string;
  readonly last_read_seq: string;
  readonly muted_until_ms: string | null;
}

function toMember(row: MemberRow): StoredMember {
  return {
    user: toPerson(row),
    role: row.role,
    joinedAt: toTimestamp(Number(row.joined_at_ms)),
    lastReadSeq: Number(row.last_read_seq),
    ...(row.muted_until_ms !== null && { mutedUntil: toTimestamp(Number(row.muted_until_ms)) }),
  };
}

interface StateRow {
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly slow_mode_ms: number;
  readonly archived: boolean;
  readonly head_seq: string;
  readonly role: Role | null;
  readonly target_role: Role | null;
  readonly muted_until_ms: string | null;
  readonly owners: UserId[];
  readonly member_count: string;
}

interface BanRow extends PersonRow {
  readonly banned_by: UserId;
  readonly banned_at_ms: string;
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

const memberColumns = `${personColumns}, m.role, m.last_read_seq,
  ${epochMs("m.joined_at")} as joined_at_ms,
  case when m.muted_until > now() then ${epochMs("m.muted_until")} end as muted_until_ms`;

/** $1 room, $2 limit */
const membersStatement = `
select ${memberColumns}
from memberships m join users u on u.id = m.user_id
where m.room_id = $1
order by case m.role when 'owner' then 0 when 'moderator' then 1 else 2 end, lower(u.name), lower(u.last_name), u.id
limit $2
`;

/** $1 room, $2 person */
const memberStatement = `
select ${memberColumns}
from memberships m join users u on u.id = m.user_id
where m.room_id = $1 and m.user_id = $2
`;

/** $1 room, $2 actor, $3 target */
const stateStatement = `
select r.kind, r.name, r.topic, r.slow_mode_ms, r.archived, r.head_seq, m.role, t.role as target_role,
  case when t.muted_until > now() then ${epochMs("t.muted_until")} end as muted_until_ms,
  array(select o.user_id from memberships o where o.room_id = r.id and o.role = 'owner' limit 2) as owners,
  (select count(*) from memberships c where c.room_id = r.id) as member_count
from rooms r
left join memberships m on m.room_id = r.id and m.user_id = $2
left join memberships t on t.room_id = r.id and t.user_id = $3
where r.id = $1
`;

/** $1 room, $2 person, $3 who bans */
const banStatement = `
insert into room_bans (room_id, user_id, banned_by)
select r.id, u.id, $3 from rooms r, users u where r.id = $1 and u.id = $2
on conflict (room_id, user_id) do update set banned_by = room_bans.banned_by
returning user_id
`;

/** $1 room, $2 limit */
const bansStatement = `
select ${personColumns}, b.banned_by,
  ${epochMs("b.banned_at")} as banned_at_ms
from room_bans b join users u on u.id = b.user_id
where b.room_id = $1 order by b.banned_at desc, u.id limit $2
`;

/** $1 room. Its log, members and all else go with it. */
const removeStatement = `
with members as (select user_id from memberships where room_id = $1),
removed as (delete from rooms where id = $1 returning name)
select name, array(select user_id from members) as members from removed
`;
