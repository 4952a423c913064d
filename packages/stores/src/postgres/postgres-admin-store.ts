import type { AdminStore } from "@parley/chat/admin/admin-store";
import type { AdminRoom, AdminUser, UserId } from "@parley/protocol";
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

  async endSessions(user: UserId): Promise<number> {
    const text = "delete from sessions where user_id = $1 returning id";
    return (await this.#sql.run("admin_end_sessions", text, [user])).length;
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
