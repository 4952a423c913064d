import { randomUUID } from "node:crypto";
import { toTimestamp } from "@parley/chat/clock";
import type { InviteStore } from "@parley/chat/room/room-invites";
import type { Invite, RoomId, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import { hashSecret, issueSecret } from "./secret-hash.ts";
import { addTo, type SqlRunner } from "./sql-runner.ts";

/** `InviteStore` on Postgres. */
export class PostgresInviteStore implements InviteStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async create({ room, by, expiresAtMs, usesMax }: Parameters<InviteStore["create"]>[0]) {
    const { secret: code, hash } = issueSecret();
    const id = `inv_${randomUUID().replaceAll("-", "")}`;
    const values = [id, room, hash, by, toTimestamp(expiresAtMs), usesMax];
    await addTo(this.#sql.run("create_invite", createStatement, values));
    return { id, code };
  }

  async list({ room, limit }: { room: RoomId; limit: number }): Promise<Invite[]> {
    const rows = await this.#sql.run<InviteRow>("list_invites", listStatement, [room, limit]);
    return rows.map((row) => ({
      id: row.id,
      createdBy: row.created_by,
      expiresAt: toTimestamp(Number(row.expires_at_ms)),
      maxUses: row.uses_max,
      uses: row.uses,
    }));
  }

  async revoke({ room, id }: { room: RoomId; id: string }): Promise<boolean> {
    const text = "delete from room_invites where room_id = $1 and id = $2 returning id";
    return (await this.#sql.run("revoke_invite", text, [room, id])).length === 1;
  }

  async find(code: string, user: UserId): Promise<RoomId | undefined> {
    const values = [hashSecret(code), user];
    const rows = await this.#sql.run<{ room_id: RoomId }>("find_invite", findStatement, values);
    return rows[0]?.room_id;
  }

  async take(code: string, user: UserId): Promise<boolean> {
    return (await this.#sql.run("take_invite", takeStatement, [hashSecret(code), user])).length === 1;
  }

  async finish(code: string, user: UserId): Promise<void> {
    await this.#sql.run("finish_invite", finishStatement, [hashSecret(code), user]);
  }

  async giveBack(code: string, user: UserId): Promise<void> {
    await this.#sql.run("give_invite_back", giveBackStatement, [hashSecret(code), user]);
  }
}

interface InviteRow {
  readonly id: string;
  readonly created_by: UserId;
  readonly expires_at_ms: string;
  readonly uses_max: number;
  readonly uses: number;
}

/** $1 id, $2 room, $3 hash, $4 who, $5 end, $6 uses at most. Takes what has expired away on the occasion. */
const createStatement = `
with expired as (delete from room_invites where room_id = $2 and expires_at < now())
insert into room_invites (id, room_id, code_hash, created_by, expires_at, uses_max)
values ($1, $2, $3, $4, $5::timestamptz, $6)
on conflict do nothing
`;

/** $1 room, $2 limit */
const listStatement = `
select id, created_by, ${epochMs("expires_at")} as expires_at_ms, uses_max, uses
from room_invites where room_id = $1 and expires_at > now() and uses < uses_max
order by created_at desc, id limit $2
`;

/** $1 hash, $2 who */
const findStatement = `
select room_id from room_invites
where code_hash = $1 and expires_at > now() and (uses < uses_max or $2 = any(arriving))
`;

/** $1 hash, $2 who */
const takeStatement = `
update room_invites set
  uses = uses + case when $2 = any(arriving) then 0 else 1 end,
  arriving = case when $2 = any(arriving) then arriving else array_append(arriving, $2) end
where code_hash = $1 and expires_at > now() and (uses < uses_max or $2 = any(arriving))
returning id
`;

/** $1 hash, $2 who */
const finishStatement = `
update room_invites set arriving = array_remove(arriving, $2) where code_hash = $1 and $2 = any(arriving)
`;

/** $1 hash, $2 who */
const giveBackStatement = `
update room_invites set uses = uses - 1, arriving = array_remove(arriving, $2)
where code_hash = $1 and $2 = any(arriving)
`;
