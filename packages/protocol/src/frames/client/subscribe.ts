import * as z from "zod";
import { RequestId, RoomId, SeenSeq } from "../../ids.ts";
import { limits } from "../../limits.ts";

/**
 * Starts live delivery of rooms and resumes each from the last seq seen (0: from the beginning; null:
 * from now on, history being fetched over HTTP).
 */
export const Subscribe = z.strictObject({
  action: z.literal("subscribe"),
  id: RequestId,
  rooms: z
    .record(RoomId, SeenSeq.nullable())
    .refine((rooms) => Object.keys(rooms).length <= limits.roomsPerFrameMax, {
      error: `must name at most ${limits.roomsPerFrameMax} rooms`,
    }),
});
export type Subscribe = z.infer<typeof Subscribe>;
