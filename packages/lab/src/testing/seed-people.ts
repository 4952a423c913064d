import { createHmac, randomUUID } from "node:crypto";
import type { Cloud } from "@parley/local/cloud";
import type { Me } from "@parley/protocol";
import { Client } from "pg";
import { hashPassword } from "../../../../functions/http/account/hash-password.ts";
import { callApi } from "./call-api.ts";
import type { Person } from "./create-person.ts";

/**
 * Many people who have signed up, verified and signed in long ago. Going through sign-up costs two hashes each,
 * a second of a core; these share one.
 */
export async function seedPeople(cloud: Cloud, count: number, first = "Crowd"): Promise<Person[]> {
  const password = `correct horse ${first}`;
  const hash = await hashPassword(password);
  const rows = Array.from({ length: count }, () => {
    const name = randomUUID().replaceAll("-", "").slice(0, 20);
    const username = `${first.toLowerCase()}_${name}`;
    return {
      id: `usr_${name}`,
      username,
      email: `${username}@example.test`,
      token: randomUUID(),
      first,
      hash,
    };
  });
  const client = new Client({ connectionString: cloud.postgres.url });
  await client.connect();
  try {
    await client.query(insertPeople, [JSON.stringify(rows)]);
  } finally {
    await client.end();
  }
  return Promise.all(
    rows.map(async ({ username, email, token }) => {
      const signed = signToken(token, cloud.settings["AUTH_SECRET"] ?? "");
      const me = await callApi<{ user: Me }>(cloud.apiUrl, { path: "/me", token: signed });
      return { username, email, password, token: signed, user: me.body.user };
    }),
  );
}

/** As sign-in gives it out: the token and its signature. */
function signToken(token: string, secret: string): string {
  return encodeURIComponent(`${token}.${createHmac("sha256", secret).update(token).digest("base64")}`);
}

const insertPeople = `
with rows as (
  select * from jsonb_to_recordset($1::jsonb) as r(id text, username text, email text, token text, first text, hash text)
), people as (
  insert into users (id, name, last_name, username, email, email_verified)
  select id, first, 'Tester', username, email, true from rows returning id
), passwords as (
  insert into accounts (id, user_id, provider_id, issuer, account_id, password)
  select 'acc_' || id, id, 'credential', 'local:credential', id, hash from rows
)
insert into sessions (id, user_id, token, expires_at)
select 'ses_' || id, id, token, now() + interval '7 days' from rows
`;
