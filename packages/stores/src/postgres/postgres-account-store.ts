import { createHash } from "node:crypto";
import type { AccountExport, AccountStore, Person } from "@parley/chat/account/account-store";
import type { UserId } from "@parley/protocol";
import { type PersonRow, personColumns, toPerson } from "./person-row.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** `AccountStore` on Postgres. */
export class PostgresAccountStore implements AccountStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async claimUsername({
    email,
    username,
  }: {
    email: string;
    username: string;
  }): Promise<"claimed" | "taken"> {
    const [row] = await this.#sql.run<{ claimed: boolean }>("claim_username", claimStatement, [
      email.toLowerCase(),
      username.toLowerCase(),
      hash(email.toLowerCase()),
    ]);
    return row?.claimed === true ? "claimed" : "taken";
  }

  async forgetUnverified(email: string): Promise<void> {
    const text = "delete from users where email = $1 and not email_verified";
    await this.#sql.run("forget_unverified", text, [email.toLowerCase()]);
  }

  async findPeople(references: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    if (references.length === 0) return new Map();
    const rows = await this.#sql.run<ReferredRow>("find_people", findPeopleStatement, [references]);
    return new Map(rows.map((row) => [row.ref, toPerson(row)]));
  }

  async searchPeople({ query, limit }: { query: string; limit: number }): Promise<Person[]> {
    const prefix = `${query
      .trim()
      .toLowerCase()
      .replaceAll(/[\\%_]/g, "\\$&")}%`;
    const rows = await this.#sql.run<PersonRow>("search_people", searchPeopleStatement, [prefix, limit]);
    return rows.map(toPerson);
  }

  async erase(user: UserId): Promise<void> {
    await this.#sql.run("erase_account", eraseStatement, [user]);
  }

  async exportOf({ user, after, limit }: Parameters<AccountStore["exportOf"]>[0]): Promise<AccountExport> {
    const values = [user, after?.room ?? null, after?.seq ?? null, limit];
    const [row] = await this.#sql.run<{ kept: AccountExport }>("export_account", exportStatement, values);
    if (row === undefined) throw new Error("The export answered no row.");
    return row.kept;
  }
}

/** $1 person. Their names in the log go as well: `member.joined` carries them. */
const eraseStatement = `
with gone as (
  update users set name = 'Deleted', last_name = 'user', username = 'deleted_' || substr(md5($1), 1, 16),
    email = 'deleted_' || md5($1) || '@invalid', email_verified = false, image = null, role = 'user',
    deleted_at = coalesce(deleted_at, now()), updated_at = now()
  where id = $1
), signed_out as (
  delete from sessions where user_id = $1
), forgotten as (
  delete from accounts where user_id = $1
), revoked as (
  delete from bot_tokens where bot_id = $1
), unhooked as (
  delete from incoming_webhooks where bot_id = $1
)
update events set body = body || '{"name": "Deleted", "lastName": "user", "username": "deleted"}'
where kind = 'member.joined' and body ->> 'userId' = $1
`;

/** $1 person, $2 room and $3 seq after which, or nulls, $4 limit. A message may have 8,000 characters. */
const exportStatement = `
select jsonb_build_object(
  'profile', (
    select to_jsonb(p) from (
      select id, name, last_name as "lastName", username, email, email_verified as "emailVerified", role,
        created_at as "createdAt", updated_at as "updatedAt"
      from users where id = $1
    ) p
  ),
  'signIns', coalesce((
    select jsonb_agg(jsonb_build_object('provider', provider_id, 'createdAt', created_at)) from accounts where user_id = $1
  ), '[]'),
  'sessions', coalesce((
    select jsonb_agg(jsonb_build_object('id', id, 'address', ip_address, 'userAgent', user_agent,
      'createdAt', created_at, 'expiresAt', expires_at)) from sessions where user_id = $1
  ), '[]'),
  'memberships', coalesce((
    select jsonb_agg(jsonb_build_object('room', m.room_id, 'name', r.name, 'role', m.role,
      'joinedAt', m.joined_at, 'lastReadSeq', m.last_read_seq))
    from memberships m join rooms r on r.id = m.room_id where m.user_id = $1
  ), '[]'),
  'bots', coalesce((
    select jsonb_agg(jsonb_build_object('id', id, 'username', username, 'name', name, 'createdAt', created_at))
    from users where owner_id = $1 and deleted_at is null
  ), '[]'),
  'reactions', coalesce((
    select jsonb_agg(jsonb_build_object('room', x.room_id, 'message', x.message_id, 'emoji', x.emoji))
    from (select * from reactions where user_id = $1 limit 10000) x
  ), '[]'),
  'messages', coalesce((
    select jsonb_agg(jsonb_build_object('room', t.room_id, 'seq', t.seq, 'id', t.id, 'text', t.text,
      'createdAt', t.created_at, 'editedAt', t.edited_at, 'deletedAt', t.deleted_at) order by t.room_id, t.seq)
    from (
      select * from messages
      where user_id = $1 and ($2::text is null or (room_id, seq) > ($2::text, $3::bigint))
      order by room_id, seq limit $4
    ) t
  ), '[]')
) as kept
`;

type ReferredRow = PersonRow & { readonly ref: string };

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/**
 * $1 address, $2 username, $3 hash of the address. The hold is what makes an address with an account and
 * one without look alike to a second sign-up with the same username; an abandoned sign-up lets go after a day.
 */
const claimStatement = `
with dropped as (
  delete from users
  where not email_verified and (email = $1 or (username = $2 and created_at < now() - interval '1 day'))
  returning id
), held as (
  insert into verifications (id, identifier, value, expires_at)
  select 'hold_' || $2::text, 'username:' || $2::text, $3::text, now() + interval '1 day'
  where not exists (select from users u where u.username = $2 and u.id not in (select id from dropped))
  on conflict (id) do update set value = excluded.value, expires_at = excluded.expires_at
    where verifications.value = excluded.value or verifications.expires_at < now()
  returning id
)
select exists (select from held) as claimed
`;

/** $1 references */
const findPeopleStatement = `
select r.ref, ${personColumns}
from unnest($1::text[]) as r(ref)
join users u on u.email_verified and (u.id = r.ref or u.username = lower(r.ref) or u.email = lower(r.ref))
`;

/** $1 pattern in lower case, $2 limit */
const searchPeopleStatement = `
select ${personColumns}
from users u
where u.email_verified and u.banned_at is null and (
  u.username like $1 or lower(u.name || ' ' || u.last_name) like $1 or lower(u.last_name) like $1
)
order by lower(u.name), lower(u.last_name), u.id limit $2
`;
