import { toTimestamp } from "@parley/chat/clock";
import { epochMs } from "./epoch-ms.ts";

/** A row of `events`; numbers of 64 bits come as text from the driver and as numbers inside JSON. */
export interface EventRow {
  readonly seq: string | number;
  readonly event_id: string;
  readonly at_ms: string | number;
  readonly user_id: string;
  readonly kind: string;
  readonly client_id: string | null;
  readonly body: object;
}

export const eventColumns = `seq, event_id, ${epochMs("at")} as at_ms, user_id, kind, client_id, body`;

/** The client's own id for the request; what has none is kept under its event's. */
export function clientIdOfRow(row: EventRow): string | undefined {
  return row.client_id === null || row.client_id === row.event_id ? undefined : row.client_id;
}

/** A durable event as the wire has it. */
export function toEventText(room: string, row: EventRow): string {
  const clientId = clientIdOfRow(row);
  return JSON.stringify({
    seq: Number(row.seq),
    room,
    user: row.user_id,
    at: toTimestamp(Number(row.at_ms)),
    ...(clientId !== undefined && { clientId }),
    kind: row.kind,
    ...row.body,
  });
}
