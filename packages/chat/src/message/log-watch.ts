import type { RoomId } from "@parley/protocol";

/** What an operator wants to know of. All but `drained` are rare, and each is recovered from. */
export type LogIncident =
  /** A batch is durable and was posted. `eventIds` are the thread from the request to its delivery. */
  | {
      readonly kind: "drained";
      readonly room: RoomId;
      readonly eventIds: readonly string[];
      readonly lastSeq: number;
      readonly recipients: number;
      readonly commitMs: number;
      readonly deliveryMs: number;
    }
  /** The hot log was not a continuation of the durable one, and was built anew. */
  | { readonly kind: "healed"; readonly room: RoomId; readonly dropped: number }
  /** An event that cannot be stored was dropped. */
  | { readonly kind: "unfit"; readonly room: RoomId; readonly eventId: string; readonly cause: unknown }
  /** A drainer gave up; the room is taken up again later. */
  | { readonly kind: "gave_up"; readonly room: RoomId; readonly pending: number; readonly cause: unknown };

export interface LogWatch {
  report(incident: LogIncident): void;
}
