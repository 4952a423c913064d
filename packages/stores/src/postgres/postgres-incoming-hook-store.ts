import { randomUUID } from "node:crypto";
import { toTimestamp } from "@parley/chat/clock";
import type { HookTarget, IncomingHookStore } from "@parley/chat/hook/incoming-hooks";
import type { IncomingHook, RoomId, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import { hashSecret, issueSecret } from "./secret-hash.ts";
import { addTo, type SqlRunner } from "./sql-runner.ts";

/** `IncomingHookStore` on Postgres. */
export class PostgresIncomingHookStore implements IncomingHookStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async create({ room, by, bot, hooksMax }: Parameters<IncomingHookStore["create"]>[0]) {
    const { secret, hash } = issueSecret();
    const id = `hki_${randomUUID().replaceAll("-", "")}`;
    const values = [id, room, by, hash, bot.id, bot.name, bot.username, hooksMax];
    const [row] = await addTo(this.#sql.run<HookRow>("create_incoming_hook", createStatement, values));
    return row === undefined ? "full" : { hook: toHook(row), secret };
  }

  async list(room: RoomId): Promise<IncomingHook[]> {
    return (await this.#sql.run<HookRow>("list_incoming_hooks", listStatement, [room])).map(toHook);
  }

  async remove({ room, id }: { room: RoomId; id: string }): Promise<void> {
    await this.#sql.run("remove_incoming_hook", removeStatement, [room, id]);
  }

  async find({ id, secret }: { id: string; secret: string }): Promise<HookTarget | undefined> {
    const [row] = await this.#sql.run<{ room_id: RoomId; bot_id: UserId }>(
      "find_incoming_hook",
      "select room_id, bot_id from incoming_webhooks where id = $1 and secret_hash = $2",
      [id, hashSecret(secret)],
    );
    return row === undefined ? undefined : { room: row.room_id, bot: row.bot_id };
  }
}

interface HookRow {
  readonly id: string;
  readonly name: string;
  readonly bot_id: UserId;
  readonly created_by: UserId;
  readonly created_at_ms: string;
}

function toHook(row: HookRow): IncomingHook {
  return {
    id: row.id,
    name: row.name,
    bot: row.bot_id,
    createdBy: row.created_by,
    createdAt: toTimestamp(Number(row.created_at_ms)),
  };
}

const columns = `id, name, bot_id, created_by, ${epochMs("created_at")} as created_at_ms`;

/**
 * $1 id, $2 room, $3 who, $4 hash, $5 bot, $6 name, $7 username, $8 how many the room may have. The bot has no
 * owner: it is the room's, whoever leaves it.
 */
const createStatement = `
with allowed as (
  select where (select count(*) from incoming_webhooks h where h.room_id = $2 and h.id <> $1) < $8
), bot as (
  insert into users (id, name, last_name, username, email, email_verified, kind)
  select $5, $6, '', $7, $5 || '@bot.invalid', true, 'bot' from allowed
  on conflict (id) do update set name = excluded.name
  returning id
)
insert into incoming_webhooks (id, room_id, bot_id, secret_hash, name, created_by)
select $1, $2, bot.id, $4, $6, $3 from bot
on conflict (id) do update set name = excluded.name
returning ${columns}
`;

/** $1 room */
const listStatement = `
select ${columns} from incoming_webhooks where room_id = $1 order by created_at, id
`;

/** $1 room, $2 id. Its bot keeps its name beside what it said, and can be brought into no room any more. */
const removeStatement = `
with removed as (
  delete from incoming_webhooks where room_id = $1 and id = $2 returning bot_id
)
update users set deleted_at = now(), email_verified = false where id in (select bot_id from removed)
`;
