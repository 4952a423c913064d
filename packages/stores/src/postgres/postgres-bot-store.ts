import { randomUUID } from "node:crypto";
import type { BotStore, KnownBot } from "@parley/chat/bot/bot-store";
import { toTimestamp } from "@parley/chat/clock";
import type { Bot, BotToken, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import { hashSecret, issueSecret } from "./secret-hash.ts";
import { isUniqueViolation, type SqlRunner } from "./sql-runner.ts";

/** `BotStore` on Postgres. */
export class PostgresBotStore implements BotStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async create({ id, owner, name, username, ownedMax }: Parameters<BotStore["create"]>[0]) {
    try {
      const values = [id, owner, name, username, ownedMax];
      const [row] = await this.#sql.run<BotRow>("create_bot", createStatement, values);
      return row === undefined ? "full" : toBot(row);
    } catch (error) {
      if (isUniqueViolation(error)) return "taken";
      throw error;
    }
  }

  async listOf(owner: UserId): Promise<Bot[]> {
    return (await this.#sql.run<BotRow>("list_bots", listStatement, [owner])).map(toBot);
  }

  async find({ bot, owner }: { bot: UserId; owner: UserId }): Promise<Bot | undefined> {
    const [row] = await this.#sql.run<BotRow>("find_bot", findStatement, [bot, owner]);
    return row === undefined ? undefined : toBot(row);
  }

  async issueToken({ bot, label, tokensMax }: Parameters<BotStore["issueToken"]>[0]) {
    const { secret, hash } = issueSecret();
    const id = `tok_${randomUUID().replaceAll("-", "")}`;
    const values = [id, bot, hash, label, tokensMax];
    const [row] = await this.#sql.run<TokenRow>("issue_bot_token", issueStatement, values);
    if (row === undefined) return "full";
    return { token: `${tokenPrefix}${secret}`, details: toToken(row) };
  }

  async listTokens(bot: UserId): Promise<BotToken[]> {
    return (await this.#sql.run<TokenRow>("list_bot_tokens", tokensStatement, [bot])).map(toToken);
  }

  async revokeToken({ bot, id }: { bot: UserId; id: string }): Promise<boolean> {
    const text = "delete from bot_tokens where bot_id = $1 and id = $2 returning id";
    return (await this.#sql.run("revoke_bot_token", text, [bot, id])).length === 1;
  }

  async findByToken(token: string): Promise<KnownBot | undefined> {
    if (!token.startsWith(tokenPrefix)) return undefined;
    const hash = hashSecret(token.slice(tokenPrefix.length));
    const [row] = await this.#sql.run<BotRow & { token_id: string }>("bot_by_token", byTokenStatement, [
      hash,
    ]);
    return row === undefined ? undefined : { bot: toBot(row), tokenId: row.token_id };
  }
}

/** Says at sight, to a person or a scanner of repositories, what has leaked. */
const tokenPrefix = "prl_";

interface BotRow {
  readonly id: UserId;
  readonly name: string;
  readonly username: string;
  readonly created_at_ms: string;
}

function toBot({ id, name, username, created_at_ms }: BotRow): Bot {
  return { id, name, username, createdAt: toTimestamp(Number(created_at_ms)) };
}

interface TokenRow {
  readonly id: string;
  readonly label: string;
  readonly created_at_ms: string;
  readonly used_at_ms: string | null;
}

function toToken({ id, label, created_at_ms, used_at_ms }: TokenRow): BotToken {
  return {
    id,
    label,
    createdAt: toTimestamp(Number(created_at_ms)),
    usedAt: used_at_ms === null ? null : toTimestamp(Number(used_at_ms)),
  };
}

const botColumns = (table: string) =>
  `${table}.id, ${table}.name, ${table}.username, ${epochMs(`${table}.created_at`)} as created_at_ms`;
const tokenColumns = `id, label, ${epochMs("created_at")} as created_at_ms, ${epochMs("used_at")} as used_at_ms`;

/**
 * $1 id, $2 owner, $3 name, $4 username, $5 how many the owner may have. Repeated after an outage, it finds the
 * bot that it made. The address is one that nobody can have; marked as verified, so that the bot can be found.
 */
const createStatement = `
with made as (
  insert into users (id, name, last_name, username, email, email_verified, kind, owner_id)
  select $1, $3, '', $4, $1 || '@bot.invalid', true, 'bot', $2
  where (select count(*) from users o where o.owner_id = $2 and o.deleted_at is null and o.id <> $1) < $5
  on conflict (id) do update set name = excluded.name
  returning *
)
select ${botColumns("m")} from made m
`;

const own = "b.kind = 'bot' and b.deleted_at is null";

/** $1 owner */
const listStatement = `
select ${botColumns("b")} from users b where b.owner_id = $1 and ${own} order by lower(b.name), b.id
`;

/** $1 bot, $2 owner */
const findStatement = `
select ${botColumns("b")} from users b where b.id = $1 and b.owner_id = $2 and ${own}
`;

/** $1 id, $2 bot, $3 hash, $4 label, $5 how many the bot may have */
const issueStatement = `
insert into bot_tokens (id, bot_id, token_hash, label)
select $1, $2, $3, $4 where (select count(*) from bot_tokens t where t.bot_id = $2 and t.id <> $1) < $5
on conflict (id) do update set label = excluded.label
returning ${tokenColumns}
`;

/** $1 bot */
const tokensStatement = `
select ${tokenColumns} from bot_tokens where bot_id = $1 order by created_at, id
`;

/** $1 hash. When it was used is noted once a minute at most: a read that writes each time would cost more. */
const byTokenStatement = `
with noted as (
  update bot_tokens set used_at = now()
  where token_hash = $1 and (used_at is null or used_at < now() - interval '1 minute')
)
select ${botColumns("b")}, t.id as token_id
from bot_tokens t
join users b on b.id = t.bot_id and b.banned_at is null and b.deleted_at is null
join users o on o.id = b.owner_id and o.banned_at is null and o.deleted_at is null
where t.token_hash = $1
`;
