import { randomBytes, randomUUID } from "node:crypto";
import { toTimestamp } from "@parley/chat/clock";
import type {
  ClaimedHook,
  FailedTurn,
  HookChange,
  HookTurn,
  OutgoingHookStore,
} from "@parley/chat/hook/outgoing-hook-store";
import type { OutgoingHook, RoomId, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** Source: Standard Webhooks, "Signature scheme": 24 to 64 random bytes, in base64 after the prefix. */
const secretBytes = 32;
const secretPrefix = "whsec_";

/** `OutgoingHookStore` on Postgres. */
export class PostgresOutgoingHookStore implements OutgoingHookStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async create({ room, by, name, url, events, hooksMax }: Parameters<OutgoingHookStore["create"]>[0]) {
    const id = `hko_${randomUUID().replaceAll("-", "")}`;
    const secret = `${secretPrefix}${randomBytes(secretBytes).toString("base64")}`;
    const values = [id, room, by, name, url, secret, events, hooksMax];
    const [row] = await this.#sql.run<HookRow>("create_outgoing_hook", createStatement, values);
    return row === undefined ? "full" : { hook: toHook(row), secret };
  }

  async list(room: RoomId): Promise<OutgoingHook[]> {
    return (await this.#sql.run<HookRow>("list_outgoing_hooks", listStatement, [room])).map(toHook);
  }

  async update({ room, id, name, url, events, enabled }: HookChange): Promise<OutgoingHook | undefined> {
    const values = [room, id, name ?? null, url ?? null, events ?? null, enabled ?? null];
    const [row] = await this.#sql.run<HookRow>("update_outgoing_hook", updateStatement, values);
    return row === undefined ? undefined : toHook(row);
  }

  async remove({ room, id }: { room: RoomId; id: string }): Promise<boolean> {
    const text = "delete from outgoing_webhooks where room_id = $1 and id = $2 returning id";
    return (await this.#sql.run("remove_outgoing_hook", text, [room, id])).length === 1;
  }

  async claim({ id, token, nowMs, leaseMs }: Parameters<OutgoingHookStore["claim"]>[0]) {
    const values = [id, token, toTimestamp(nowMs), toTimestamp(nowMs + leaseMs)];
    const [row] = await this.#sql.run<ClaimRow>("claim_hook", claimStatement, values);
    if (row === undefined) return undefined;
    const { room_id: room, url, secret, events, failures } = row;
    const deliveredSeq = Number(row.delivered_seq);
    return { room, url, secret, events, failures, deliveredSeq } satisfies ClaimedHook;
  }

  async advance({ id, token, upTo }: HookTurn & { upTo: number }): Promise<boolean> {
    return (await this.#sql.run("advance_hook", advanceStatement, [id, token, upTo])).length === 1;
  }

  async fail({ id, token, upTo, failures, failure, retryAtMs }: FailedTurn): Promise<void> {
    const retryAt = retryAtMs === undefined ? null : toTimestamp(retryAtMs);
    await this.#sql.run("fail_hook", failStatement, [id, token, upTo, failures, failure, retryAt]);
  }

  async release({ id, token }: HookTurn): Promise<void> {
    const text =
      "update outgoing_webhooks set lease_token = null, leased_until = null where id = $1 and lease_token = $2";
    await this.#sql.run("release_hook", text, [id, token]);
  }

  async listLagging({ nowMs, limit }: { nowMs: number; limit: number }): Promise<string[]> {
    const values = [toTimestamp(nowMs), limit];
    const rows = await this.#sql.run<{ id: string }>("lagging_hooks", laggingStatement, values);
    return rows.map(({ id }) => id);
  }

  async isLagging({ id, nowMs }: { id: string; nowMs: number }): Promise<boolean> {
    const values = [toTimestamp(nowMs), id];
    return (await this.#sql.run("is_lagging_hook", isLaggingStatement, values)).length === 1;
  }
}

interface HookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly events: string[];
  readonly created_by: UserId;
  readonly created_at_ms: string;
  readonly delivered_seq: string;
  readonly failures: number;
  readonly last_failure: string | null;
  readonly disabled_at_ms: string | null;
}

function toHook(row: HookRow): OutgoingHook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events,
    createdBy: row.created_by,
    createdAt: toTimestamp(Number(row.created_at_ms)),
    deliveredSeq: Number(row.delivered_seq),
    failures: row.failures,
    lastFailure: row.last_failure,
    disabledAt: row.disabled_at_ms === null ? null : toTimestamp(Number(row.disabled_at_ms)),
  };
}

interface ClaimRow {
  readonly room_id: RoomId;
  readonly url: string;
  readonly secret: string;
  readonly events: string[];
  readonly delivered_seq: string;
  readonly failures: number;
}

const columns = `id, name, url, events, created_by, ${epochMs("created_at")} as created_at_ms, delivered_seq, failures,
  last_failure, ${epochMs("disabled_at")} as disabled_at_ms`;

/** $1 id, $2 room, $3 who, $4 name, $5 url, $6 secret, $7 events, $8 how many the room may have */
const createStatement = `
insert into outgoing_webhooks (id, room_id, created_by, name, url, secret, events, delivered_seq)
select $1, r.id, $3, $4, $5, $6, $7::text[], r.head_seq from rooms r
where r.id = $2 and (select count(*) from outgoing_webhooks h where h.room_id = $2 and h.id <> $1) < $8
on conflict (id) do update set name = excluded.name
returning ${columns}
`;

/** $1 room */
const listStatement = `
select ${columns} from outgoing_webhooks where room_id = $1 order by created_at, id
`;

/** $1 room, $2 id, then each null to leave it: $3 name, $4 url, $5 events, $6 enabled */
const updateStatement = `
update outgoing_webhooks set
  name = coalesce($3, name), url = coalesce($4, url), events = coalesce($5::text[], events),
  disabled_at = case $6::boolean when true then null when false then coalesce(disabled_at, now()) else disabled_at end,
  failures = case when $6::boolean then 0 else failures end,
  next_attempt_at = case when $6::boolean then null else next_attempt_at end
where room_id = $1 and id = $2
returning ${columns}
`;

/** $1 id, $2 token, $3 now, $4 until when. The same token again, after an outage, has the turn it took. */
const claimStatement = `
update outgoing_webhooks set lease_token = $2, leased_until = $4::timestamptz
where id = $1 and disabled_at is null
  and (next_attempt_at is null or next_attempt_at <= $3::timestamptz)
  and (leased_until is null or leased_until <= $3::timestamptz or lease_token = $2)
returning room_id, url, secret, events, delivered_seq, failures
`;

/** $1 id, $2 token, $3 seq */
const advanceStatement = `
update outgoing_webhooks set delivered_seq = $3::bigint, failures = 0, last_failure = null, next_attempt_at = null
where id = $1 and lease_token = $2 and disabled_at is null
returning id
`;

/** $1 id, $2 token, $3 seq, $4 failures, $5 failure, $6 when to try again, or null for never */
const failStatement = `
with failed as (
  update outgoing_webhooks set delivered_seq = $3::bigint, failures = $4, last_failure = $5,
    next_attempt_at = $6::timestamptz, lease_token = null, leased_until = null,
    disabled_at = case when $6::timestamptz is null then coalesce(disabled_at, now()) else disabled_at end
  where id = $1 and lease_token = $2
  returning id, room_id
)
insert into audit_entries (actor, action, room_id, target, details)
select 'service', 'hook.disabled', room_id, id,
  jsonb_build_object('kind', 'outgoing', 'failures', $4::integer, 'failure', $5::text)
from failed where $6::timestamptz is null
`;

/** Of `h` in room `r`, with $1 now. */
const lags = `
r.head_seq > h.delivered_seq and h.disabled_at is null
  and (h.next_attempt_at is null or h.next_attempt_at <= $1::timestamptz)
  and (h.leased_until is null or h.leased_until <= $1::timestamptz)
`;

/** $1 now, $2 limit */
const laggingStatement = `
select h.id from outgoing_webhooks h join rooms r on r.id = h.room_id where ${lags}
order by h.next_attempt_at nulls first, h.delivered_seq limit $2
`;

/** $1 now, $2 id */
const isLaggingStatement = `
select from outgoing_webhooks h join rooms r on r.id = h.room_id where ${lags} and h.id = $2
`;
