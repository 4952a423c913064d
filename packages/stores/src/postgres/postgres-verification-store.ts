import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { ChangedAddress, Redeemed, VerificationStore } from "@parley/chat/account/account-store";
import type { UserId } from "@parley/protocol";
import { isUniqueViolation, type SqlRunner } from "./sql-runner.ts";

const tokenBytes = 32;

/** `VerificationStore` on Postgres; tokens are kept as SHA-256, so a leaked table verifies nobody. */
export class PostgresVerificationStore implements VerificationStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async issue({ user, email, ttlMs, change }: Parameters<VerificationStore["issue"]>[0]): Promise<string> {
    const token = randomBytes(tokenBytes).toString("base64url");
    const id = `ver_${randomUUID().replaceAll("-", "")}`;
    const wanted = [change?.to.toLowerCase() ?? null, change?.session ?? null];
    const values = [id, identifierOf(token), ttlMs, user, email.toLowerCase(), ...wanted];
    await this.#sql.run("issue_verification", issueStatement, values);
    return token;
  }

  async redeem(token: string): Promise<Redeemed | undefined> {
    try {
      const [row] = await this.#sql.run<RedeemedRow>("redeem_verification", redeemStatement, [
        identifierOf(token),
      ]);
      return row && { user: row.user, change: row.change ?? undefined };
    } catch (error) {
      // Somebody verified the same address in the same moment.
      if (isUniqueViolation(error)) return undefined;
      throw error;
    }
  }
}

interface RedeemedRow {
  readonly user: UserId;
  readonly change: ChangedAddress | null;
}

function identifierOf(token: string): string {
  return `verify-email:${createHash("sha256").update(token).digest("base64url")}`;
}

/** A change that was asked for dies with the password that it was asked for with. */
const passwordMark = (user: string) =>
  `(select md5(a.password) from accounts a where a.user_id = ${user} and a.provider_id = 'credential')`;

/**
 * $1 id, $2 identifier, $3 lifetime in ms, $4 person, $5 their address, $6 the wanted one and $7 the session that
 * asks for it, or nulls. Takes the expired ones away on the occasion.
 */
const issueStatement = `
with expired as (delete from verifications where expires_at < now())
insert into verifications (id, identifier, value, expires_at)
values ($1, $2, jsonb_build_object('user', $4::text, 'email', $5::text) || case when $6::text is null then '{}'
  else jsonb_build_object('to', $6::text, 'session', $7::text, 'password', ${passwordMark("$4::text")}) end,
  now() + $3::bigint * interval '1 millisecond')
`;

/**
 * $1 identifier. With a changed address go the sessions but one, what somebody never verified of the new one,
 * and the links to a new password that were mailed to the old one.
 */
const redeemStatement = `
with taken as (
  delete from verifications where identifier = $1 returning value::jsonb as value, expires_at
), person as (
  select u.id, u.name, u.email, t.value ->> 'to' as wanted, t.value ->> 'session' as session
  from taken t join users u on u.id = t.value ->> 'user' and u.email = t.value ->> 'email'
  where t.expires_at > now() and (t.value ->> 'to' is null or (
    t.value ->> 'password' is not distinct from ${passwordMark("u.id")}
    and not exists (select from users o where o.email = t.value ->> 'to' and o.email_verified)
  ))
), dropped as (
  delete from users o using person p where o.email = p.wanted and not o.email_verified returning o.id
), ended as (
  delete from sessions s using person p
  where p.wanted is not null and s.user_id = p.id and s.id <> p.session returning s.id
), forgotten as (
  delete from verifications v using person p where p.wanted is not null and v.value = p.id
)
update users u set email = coalesce(p.wanted, u.email), email_verified = true, updated_at = now()
from person p
where u.id = p.id and (select count(*) from dropped) >= 0
returning u.id as "user", case when p.wanted is not null then jsonb_build_object(
  'name', p.name, 'from', p.email, 'to', p.wanted,
  'endedSessions', coalesce((select jsonb_agg(id) from ended), '[]')) end as change
`;
