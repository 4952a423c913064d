import * as z from "zod";
import { Event } from "../../event.ts";
import { RequestId, RoomId, SeenSeq } from "../../ids.ts";

export const ResumedRoom = z.object({
  headSeq: SeenSeq,
  events: z.array(Event),
  hasMore: z.boolean(),
  epoch: z.string().optional(),
});
export type ResumedRoom = z.infer<typeof ResumedRoom>;

/** Answers `subscribe`: what was missed per room (at most 100 events each), and what may not be read. */
export const Subscribed = z.object({
  type: z.literal("subscribed"),
  id: RequestId,
  rooms: z.record(RoomId, ResumedRoom),
  denied: z.array(RoomId),
});
export type Subscribed = z.infer<typeof Subscribed>;
