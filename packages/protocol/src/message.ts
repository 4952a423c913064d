import * as z from "zod";
import { MessageId, RequestId, RoomId, Seq, Timestamp, UserId } from "./ids.ts";

export const Reaction = z.object({ emoji: z.string(), count: z.int().min(1), mine: z.boolean() });
export type Reaction = z.infer<typeof Reaction>;

/** A message as of now: its creation with every later change folded in. A deleted one has no text. */
export const Message = z.object({
  id: MessageId,
  seq: Seq,
  room: RoomId,
  user: UserId,
  text: z.string(),
  replyTo: MessageId.optional(),
  reactions: z.array(Reaction),
  mentions: z.array(UserId),
  createdAt: Timestamp,
  editedAt: Timestamp.optional(),
  deletedAt: Timestamp.optional(),
  /** The client's own id, for the author alone: their client knows by it what became of what it sent. */
  clientId: RequestId.optional(),
});
export type Message = z.infer<typeof Message>;
