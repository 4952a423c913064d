import * as z from "zod";
import { RequestId, RoomId } from "../../ids.ts";
import { limits } from "../../limits.ts";

/** Renews the presence lease and asks for the heads of rooms, to see gaps that no event revealed. */
export const Ping = z.strictObject({
  action: z.literal("ping"),
  id: RequestId,
  rooms: z.array(RoomId).max(limits.roomsPerFrameMax).optional(),
});
export type Ping = z.infer<typeof Ping>;
