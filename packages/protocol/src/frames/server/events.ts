import * as z from "zod";
import { Event } from "../../event.ts";
import { RoomId } from "../../ids.ts";

/** Durable events of one room: ascending and contiguous within the frame. */
export const EventsFrame = z.object({ type: z.literal("events"), room: RoomId, events: z.array(Event) });
export type EventsFrame = z.infer<typeof EventsFrame>;
