import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { AccountStore, Person, VerificationStore } from "@parley/chat/account/account-store";
import type { UserId } from "@parley/protocol";
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

  async findPeople(references: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    if (references.length === 0) return new Map();
    const rows = await this.#sql.run<PersonRow>("find_people", findPeopleStatement, [references]);
    return new Map(
      rows.map(({ ref, id, name, last_name, username }) => [
        ref,
        { id, name, lastName: last_name, username },
      ]),
    );
  }

  async searchPeople({ query, limit }: { query: string; limit: number }): Promise<Person[]> {
    const prefix = `${query
      .trim()
      .toLowerCase()
      .replaceAll(/[\\%_]/g, "\\$&")}%`;
    const rows = await this.#sql.run<PersonRow>("search_people", searchPeopleStatement, [prefix, limit]);
    return rows.map(({ id, name, last_name, username }) => ({ id, name, lastName: last_name, username }));
  }
}

/** `VerificationStore` on Postgres; tokens are kept as SHA-256, so a leaked table verifies nobody. */
export class PostgresVerificationStore implements VerificationStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async issue({ user, email, ttlMs }: { user: UserId; email: string; ttlMs: number }): Promise<string> {
    const token = randomBytes(tokenBytes).toString("base64url");
    const value = JSON.stringify({ user, email: email.toLowerCase() });
    const id = `ver_${randomUUID().replaceAll("-", "")}`;
    await this.#sql.run("issue_verification", issueStatement, [id, identifierOf(token), value, ttlMs]);
    return token;
  }

  async redeem(token: string): Promise<UserId | undefined> {
    const rows = await this.#sql.run<{ id: UserId }>("redeem_verification", redeemStatement, [
      identifierOf(token),
    ]);
    return rows[0]?.id;
  }
}

const tokenBytes = 32;

interface PersonRow {
  readonly ref: string;
  readonly id: UserId;
  readonly name: string;
  readonly last_name: string;
  readonly username: string;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function identifierOf(token: string): string {
  return `verify-email:${hash(token)}`;
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
select r.ref, u.id, u.name, u.last_name, u.username
from unnest($1::text[]) as r(ref)
join users u on u.email_verified and (u.id = r.ref or u.username = lower(r.ref) or u.email = lower(r.ref))
`;

/** $1 pattern in lower case, $2 limit */
const searchPeopleStatement = `
select u.id, u.name, u.last_name, u.username
from users u
where u.email_verified and u.banned_at is null and (
  u.username like $1 or lower(u.name || ' ' || u.last_name) like $1 or lower(u.last_name) like $1
)
order by lower(u.name), lower(u.last_name), u.id limit $2
`;

/** $1 id, $2 identifier, $3 value, $4 lifetime in ms. Takes the expired ones away on the occasion. */
const issueStatement = `
with expired as (delete from verifications where expires_at < now())
insert into verifications (id, identifier, value, expires_at)
values ($1, $2, $3, now() + $4::bigint * interval '1 millisecond')
`;

/** $1 identifier */
const redeemStatement = `
with taken as (
  delete from verifications where identifier = $1 returning value::jsonb as value, expires_at
)
update users set email_verified = true, updated_at = now() from taken
where taken.expires_at > now() and users.id = taken.value ->> 'user' and users.email = taken.value ->> 'email'
returning users.id
`;
