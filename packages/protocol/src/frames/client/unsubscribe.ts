import * as z from "zod";
import { RequestId, RoomId } from "../../ids.ts";
import { limits } from "../../limits.ts";

/** Ends live delivery of rooms to this connection; membership stays. */
export const Unsubscribe = z.strictObject({
  action: z.literal("unsubscribe"),
  id: RequestId,
  rooms: z.array(RoomId).max(limits.roomsPerFrameMax),
});
export type Unsubscribe = z.infer<typeof Unsubscribe>;
