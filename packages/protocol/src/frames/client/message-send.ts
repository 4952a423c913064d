import * as z from "zod";
import { MessageId, RequestId, RoomId } from "../../ids.ts";
import { MessageText } from "../../text.ts";

/** Says something in a room. `id` is the idempotency key: the room holds the message once. */
export const MessageSend = z.strictObject({
  action: z.literal("message.send"),
  id: RequestId,
  room: RoomId,
  text: MessageText,
  replyTo: MessageId.optional(),
});
export type MessageSend = z.infer<typeof MessageSend>;
