import type { RoomId, UserId } from "@parley/protocol";

export interface AuditRecord {
  readonly actor: UserId;
  /** Noun and verb, such as `room.deleted`. */
  readonly action: string;
  readonly room?: RoomId | undefined;
  /** The id of what or whom it was done to. */
  readonly target?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export interface AuditEntry extends AuditRecord {
  readonly id: number;
  readonly at: string;
}

/**
 * Who did what to whom, for as long as the service stands. Events that change a room enter it by themselves,
 * with the commit; `record` is for what is no event.
 */
export interface AuditLog {
  record(record: AuditRecord): Promise<void>;
  /** Newest first, at most `limit`, older than the entry `before`. */
  list(input: {
    readonly before?: number | undefined;
    readonly room?: RoomId | undefined;
    readonly actor?: UserId | undefined;
    readonly limit: number;
  }): Promise<AuditEntry[]>;
}
