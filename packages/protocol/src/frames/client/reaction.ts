import * as z from "zod";
import { MessageId, RequestId, RoomId } from "../../ids.ts";
import { Emoji } from "../../text.ts";

/** Adds or takes back one's own reaction; adding twice is adding once. */
export const ReactionChange = z.strictObject({
  action: z.enum(["reaction.add", "reaction.remove"]),
  id: RequestId,
  room: RoomId,
  message: MessageId,
  emoji: Emoji,
});
export type ReactionChange = z.infer<typeof ReactionChange>;
