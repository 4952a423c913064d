import { toTimestamp } from "@parley/chat/clock";

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

export const eventColumns =
  "seq, event_id, floor(extract(epoch from at) * 1000)::bigint as at_ms, user_id, kind, client_id, body";

/** A durable event as the wire has it. */
export function toEventText(room: string, row: EventRow): string {
  return JSON.stringify({
    seq: Number(row.seq),
    room,
    user: row.user_id,
    at: toTimestamp(Number(row.at_ms)),
    ...(row.client_id !== null && { clientId: row.client_id }),
    kind: row.kind,
    ...row.body,
  });
}
