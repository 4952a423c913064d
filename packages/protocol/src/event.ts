import * as z from "zod";
import { MessageId, RequestId, RoomId, Seq, Timestamp, UserId } from "./ids.ts";
import { Message } from "./message.ts";
import { Role, RoomFacts } from "./room.ts";

/**
 * A change to a room. A room's state is the fold of its events in `seq` order, and any suffix stands
 * alone: a change always comes after what it changes. `user` is who did it.
 */
const base = { room: RoomId, seq: Seq, at: Timestamp, user: UserId, clientId: RequestId.optional() };

export const MessageCreated = z.object({ ...base, kind: z.literal("message.created"), message: Message });
export const MessageEdited = z.object({
  ...base,
  kind: z.literal("message.edited"),
  messageId: MessageId,
  text: z.string(),
  mentions: z.array(UserId),
});
export const MessageDeleted = z.object({
  ...base,
  kind: z.literal("message.deleted"),
  messageId: MessageId,
  by: UserId,
});
export const ReactionAdded = z.object({
  ...base,
  kind: z.literal("reaction.added"),
  messageId: MessageId,
  emoji: z.string(),
});
export const ReactionRemoved = z.object({
  ...base,
  kind: z.literal("reaction.removed"),
  messageId: MessageId,
  emoji: z.string(),
});
export const MemberJoined = z.object({
  ...base,
  kind: z.literal("member.joined"),
  userId: UserId,
  role: Role,
  name: z.string().optional(),
  lastName: z.string().optional(),
  username: z.string().optional(),
  bot: z.literal(true).optional(),
});
export const MemberLeft = z.object({
  ...base,
  kind: z.literal("member.left"),
  userId: UserId,
  reason: z.enum(["left", "kicked", "banned"]),
});
export const MemberRole = z.object({
  ...base,
  kind: z.literal("member.role"),
  userId: UserId,
  role: Role,
  mutedUntil: Timestamp.optional(),
});
export const RoomUpdated = z.object({ ...base, kind: z.literal("room.updated"), facts: RoomFacts });

export const Event = z.discriminatedUnion("kind", [
  MessageCreated,
  MessageEdited,
  MessageDeleted,
  ReactionAdded,
  ReactionRemoved,
  MemberJoined,
  MemberLeft,
  MemberRole,
  RoomUpdated,
]);
export type Event = z.infer<typeof Event>;
export type EventKind = Event["kind"];
