import * as z from "zod";
import { MessageId, RequestId, RoomId } from "../../ids.ts";

/** Takes a message's text away; it keeps its place. */
export const MessageDelete = z.strictObject({
  action: z.literal("message.delete"),
  id: RequestId,
  room: RoomId,
  message: MessageId,
});
export type MessageDelete = z.infer<typeof MessageDelete>;
