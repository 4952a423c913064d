import * as z from "zod";
import { limits } from "./limits.ts";

const opaqueId = z.string().regex(/^[\w-]{1,64}$/, "must be an id");

/** Opaque ids, told apart by brand inside and by prefix (`usr_`, `rom_`, `msg_`) on the wire. */
export const UserId = opaqueId.brand<"UserId">();
export const RoomId = opaqueId.brand<"RoomId">();
export const MessageId = opaqueId.brand<"MessageId">();
export type UserId = z.infer<typeof UserId>;
export type RoomId = z.infer<typeof RoomId>;
export type MessageId = z.infer<typeof MessageId>;

/** A request's own id: chosen by the client, unique per request, printable ASCII without spaces. */
export const RequestId = z
  .string()
  .min(1)
  .max(limits.requestIdCharsMax)
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces");

/** A position in a room's log: an integer ≥ 1, contiguous within one room. */
export const Seq = z.int().min(1);
/** A position already seen; 0 stands for "nothing yet". */
export const SeenSeq = z.int().min(0);

/** ISO-8601 in UTC with milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });
