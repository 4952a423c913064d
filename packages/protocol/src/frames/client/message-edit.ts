import * as z from "zod";
import { MessageId, RequestId, RoomId } from "../../ids.ts";
import { MessageText } from "../../text.ts";

/** Replaces the text of one's own message. */
export const MessageEdit = z.strictObject({
  action: z.literal("message.edit"),
  id: RequestId,
  room: RoomId,
  message: MessageId,
  text: MessageText,
});
export type MessageEdit = z.infer<typeof MessageEdit>;
