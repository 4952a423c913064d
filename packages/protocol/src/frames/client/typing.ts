import * as z from "zod";
import { RequestId, RoomId } from "../../ids.ts";

/** "I am writing": passed on at most once per 3 s and room; never answered but by an error. */
export const TypingNotice = z.strictObject({ action: z.literal("typing"), id: RequestId, room: RoomId });
export type TypingNotice = z.infer<typeof TypingNotice>;
