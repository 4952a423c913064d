import * as z from "zod";
import { RequestId, RoomId, SeenSeq, Timestamp } from "../../ids.ts";

/**
 * Answers `ping`; rooms that may not be read are absent from `heads`. Rooms in `unheard` are not delivered to
 * this connection (any more): who wants them live subscribes again.
 */
export const Pong = z.object({
  type: z.literal("pong"),
  id: RequestId,
  at: Timestamp,
  heads: z.record(RoomId, SeenSeq),
  unheard: z.array(RoomId).optional(),
});
export type Pong = z.infer<typeof Pong>;
