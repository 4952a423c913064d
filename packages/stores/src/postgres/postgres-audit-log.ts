import type { AuditEntry, AuditLog, AuditRecord } from "@parley/chat/account/audit-log";
import { toTimestamp } from "@parley/chat/clock";
import type { RoomId, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** `AuditLog` on Postgres; what changes a room gets there by a trigger on its events. */
export class PostgresAuditLog implements AuditLog {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async record({ actor, action, room, target, details = {} }: AuditRecord): Promise<void> {
    const values = [actor, action, room ?? null, target ?? null, JSON.stringify(details)];
    await this.#sql.run("record_audit", recordStatement, values);
  }

  async list({ before, room, actor, limit }: Parameters<AuditLog["list"]>[0]): Promise<AuditEntry[]> {
    const values = [before ?? null, room ?? null, actor ?? null, limit];
    const rows = await this.#sql.run<AuditRow>("list_audit", listStatement, values);
    return rows.map((row) => ({
      id: Number(row.id),
      at: toTimestamp(Number(row.at_ms)),
      actor: row.actor,
      action: row.action,
      ...(row.room_id !== null && { room: row.room_id }),
      ...(row.target !== null && { target: row.target }),
      details: row.details,
    }));
  }
}

interface AuditRow {
  readonly id: string;
  readonly at_ms: string;
  readonly actor: UserId;
  readonly action: string;
  readonly room_id: RoomId | null;
  readonly target: string | null;
  readonly details: Record<string, unknown>;
}

const recordStatement = `
insert into audit_entries (actor, action, room_id, target, details) values ($1, $2, $3, $4, $5::jsonb)
`;

/** $1 before, $2 room, $3 actor (each null for any), $4 limit */
const listStatement = `
select id, ${epochMs("at")} as at_ms, actor, action, room_id, target, details
from audit_entries
where ($1::bigint is null or id < $1) and ($2::text is null or room_id = $2) and ($3::text is null or actor = $3)
order by id desc limit $4
`;
