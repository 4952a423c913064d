import * as z from "zod";
import { RoomId, Seq, Timestamp, UserId } from "../../ids.ts";

/** Somebody is writing, until then. */
export const Typing = z.object({ type: z.literal("typing"), room: RoomId, user: UserId, until: Timestamp });
export type Typing = z.infer<typeof Typing>;

/** Somebody's presence lease began or ended. */
export const Presence = z.object({
  type: z.literal("presence"),
  user: UserId,
  online: z.boolean(),
  lastSeenAt: Timestamp.nullable(),
});
export type Presence = z.infer<typeof Presence>;

/** A read mark moved. */
export const Read = z.object({ type: z.literal("read"), room: RoomId, user: UserId, seq: Seq });
export type Read = z.infer<typeof Read>;

/** The caller's list of rooms changed; said to every connection of the person at once. */
export const RoomNotice = z.object({
  type: z.enum(["room.joined", "room.updated", "room.left"]),
  room: RoomId,
  reason: z.string().optional(),
});
export type RoomNotice = z.infer<typeof RoomNotice>;

/** The session has ended; the connection is closed after it. */
export const SignedOut = z.object({ type: z.literal("signed_out"), reason: z.string() });
export type SignedOut = z.infer<typeof SignedOut>;
