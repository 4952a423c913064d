import * as z from "zod";
import { Event } from "../../event.ts";
import { RoomId } from "../../ids.ts";

/**
 * Durable events of one room: ascending and contiguous within the frame. With a new `epoch` what the service
 * had taken and not shown yet may be lost: whoever waits for it sends it again, under its id.
 */
export const EventsFrame = z.object({
  type: z.literal("events"),
  room: RoomId,
  events: z.array(Event),
  epoch: z.string().optional(),
});
export type EventsFrame = z.infer<typeof EventsFrame>;
