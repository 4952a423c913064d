import type { AdminStore } from "@parley/chat/admin/admin-store";
import type { AdminMessage, AdminRoom, AdminSession, AdminUser, UserId } from "@parley/protocol";
import type { SqlRunner } from "./sql-runner.ts";

/** `AdminStore` on Postgres. */
export class PostgresAdminStore implements AdminStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async listUsers({ query, limit }: { query: string; limit: number }): Promise<AdminUser[]> {
    const rows = await this.#sql.run<{ user: AdminUser }>("admin_users", usersStatement, [
      query.trim(),
      limit,
    ]);
    return rows.map(({ user }) => user);
  }

  async listRooms({ query, limit }: { query: string; limit: number }): Promise<AdminRoom[]> {
    const rows = await this.#sql.run<{ room: AdminRoom }>("admin_rooms", roomsStatement, [
      query.trim(),
      limit,
    ]);
    return rows.map(({ room }) => room);
  }

  async listMessages({
    room,
    query,
    before,
    limit,
  }: Parameters<AdminStore["listMessages"]>[0]): Promise<AdminMessage[] | undefined> {
    const values = [room, query.trim(), before ?? null, limit];
    const [row] = await this.#sql.run<{ messages: AdminMessage[] }>(
      "admin_messages",
      messagesStatement,
      values,
    );
    return row?.messages;
  }

  async listSessions({ user, limit }: { user: UserId; limit: number }): Promise<AdminSession[]> {
    const rows = await this.#sql.run<{ session: AdminSession }>("admin_sessions", sessionsStatement, [
      user,
      limit,
    ]);
    return rows.map(({ session }) => session);
  }

  async setRole({ user, role }: { user: UserId; role: AdminUser["role"] }): Promise<boolean> {
    const text = "update users set role = $2 where id = $1 and deleted_at is null returning id";
    return (await this.#sql.run("admin_role", text, [user, role])).length === 1;
  }

  async ban(user: UserId): Promise<boolean> {
    return (await this.#sql.run("admin_ban", banStatement, [user])).length === 1;
  }

  async unban(user: UserId): Promise<boolean> {
    const text = "update users set banned_at = null where id = $1 returning id";
    return (await this.#sql.run("admin_unban", text, [user])).length === 1;
  }

  async isBanned(user: UserId): Promise<boolean> {
    const text = "select from users where id = $1 and banned_at is not null";
    return (await this.#sql.run("admin_is_banned", text, [user])).length === 1;
  }

  async endSessions({ user, session }: { user: UserId; session?: string | undefined }): Promise<number> {
    const text = "delete from sessions where user_id = $1 and ($2::text is null or id = $2) returning id";
    return (await this.#sql.run("admin_end_sessions", text, [user, session ?? null])).length;
  }
}

const timestamp = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** $1 query, $2 limit */
const usersStatement = `
select jsonb_build_object('id', u.id, 'name', u.name, 'lastName', u.last_name, 'username', u.username,
  'email', u.email, 'verified', u.email_verified, 'role', u.role, 'createdAt', ${timestamp("u.created_at")},
  'bannedAt', ${timestamp("u.banned_at")},
  'sessions', (select count(*) from sessions s where s.user_id = u.id and s.expires_at > now())) as "user"
from users u
where u.deleted_at is null
  and strpos(lower(u.name || ' ' || u.last_name || ' ' || u.username || ' ' || u.email), lower($1::text)) > 0
order by u.created_at desc, u.id limit $2
`;

/** $1 query, $2 limit */
const roomsStatement = `
select jsonb_build_object('id', r.id, 'name', r.name, 'kind', r.kind, 'archived', r.archived,
  'createdAt', ${timestamp("r.created_at")}, 'activeAt', ${timestamp("r.active_at")},
  'memberCount', (select count(*) from memberships m where m.room_id = r.id)) as room
from rooms r
where r.kind <> 'direct' and strpos(lower(r.name), lower($1::text)) > 0
order by r.active_at desc, r.id limit $2
`;

/** $1 person. The ban comes with the end of the sessions: nobody slips in between. */
const banStatement = `
with ended as (delete from sessions where user_id = $1)
update users set banned_at = coalesce(banned_at, now()) where id = $1 and deleted_at is null returning id
`;

/** $1 person, $2 limit */
const sessionsStatement = `
select jsonb_build_object('id', s.id, 'address', s.ip_address, 'userAgent', s.user_agent,
  'createdAt', ${timestamp("s.created_at")}, 'expiresAt', ${timestamp("s.expires_at")}) as session
from sessions s where s.user_id = $1 and s.expires_at > now()
order by s.created_at desc, s.id limit $2
`;

/** $1 room, $2 query, $3 seq before which, or null, $4 limit */
const messagesStatement = `
select coalesce((
  select jsonb_agg(jsonb_build_object('id', t.id, 'seq', t.seq, 'text', t.text, 'user', jsonb_build_object(
    'id', t.user_id, 'name', u.name, 'lastName', u.last_name, 'username', u.username),
    'createdAt', ${timestamp("t.created_at")}, 'deletedAt', ${timestamp("t.deleted_at")}) order by t.seq desc)
  from (
    select * from messages m
    where m.room_id = r.id and ($3::bigint is null or m.seq < $3)
      and strpos(lower(m.text), lower($2::text)) > 0
    order by m.seq desc limit $4
  ) t join users u on u.id = t.user_id
), '[]') as messages
from rooms r where r.id = $1 and r.kind <> 'direct'
`;
