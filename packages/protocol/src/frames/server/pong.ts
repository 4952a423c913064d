import * as z from "zod";
import { RequestId, RoomId, SeenSeq, Timestamp } from "../../ids.ts";

/** Answers `ping`; rooms that may not be read are absent from `heads`. */
export const Pong = z.object({
  type: z.literal("pong"),
  id: RequestId,
  at: Timestamp,
  heads: z.record(RoomId, SeenSeq),
});
export type Pong = z.infer<typeof Pong>;
