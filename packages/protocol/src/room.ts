import * as z from "zod";
import { RoomId, SeenSeq, Timestamp, UserId } from "./ids.ts";
import { Message } from "./message.ts";
import { PublicUser } from "./user.ts";

export const RoomKind = z.enum(["public", "private", "direct"]);
export type RoomKind = z.infer<typeof RoomKind>;

export const Role = z.enum(["owner", "moderator", "member"]);
export type Role = z.infer<typeof Role>;

/** A room as its reader sees it; `role` is null for one who may join but has not. */
export const Room = z.object({
  id: RoomId,
  name: z.string(),
  topic: z.string(),
  kind: RoomKind,
  headSeq: SeenSeq,
  lastReadSeq: SeenSeq,
  unread: z.int().min(0),
  mentions: z.int().min(0),
  memberCount: z.int().min(0),
  lastMessage: Message.optional(),
  role: Role.nullable(),
  slowModeMs: z.int().min(0),
  archived: z.boolean(),
  createdAt: Timestamp,
});
export type Room = z.infer<typeof Room>;

/** What everybody in a room knows of it; carried by `room.updated`. */
export const RoomFacts = Room.pick({
  id: true,
  name: true,
  topic: true,
  kind: true,
  slowModeMs: true,
  archived: true,
});
export type RoomFacts = z.infer<typeof RoomFacts>;

export const Member = z.object({
  user: PublicUser,
  role: Role,
  joinedAt: Timestamp,
  online: z.boolean(),
  lastReadSeq: SeenSeq,
  mutedUntil: Timestamp.optional(),
});
export type Member = z.infer<typeof Member>;

export const MemberRef = z.object({ userId: UserId, role: Role });
