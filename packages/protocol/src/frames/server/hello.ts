import * as z from "zod";
import { UserId } from "../../ids.ts";

export const LimitWindow = z.object({ count: z.int().min(1), windowMs: z.int().min(1) });

/** The first thing said on a connection, before its first `subscribe` or `ping` is answered. */
export const Hello = z.object({
  type: z.literal("hello"),
  protocol: z.int(),
  connectionId: z.string(),
  user: z.object({ id: UserId, name: z.string(), lastName: z.string(), username: z.string() }),
  limits: z.object({
    /** Messages a user may send: all windows hold at once; empty when unlimited. */
    messages: z.array(LimitWindow),
    textCharsMax: z.int(),
    roomsPerFrameMax: z.int(),
  }),
});
export type Hello = z.infer<typeof Hello>;
