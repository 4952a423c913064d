import * as z from "zod";
import { RequestId, Seq } from "../../ids.ts";

/** The request is done, and durable; `seq` is where it stands in the room's log. */
export const Ok = z.object({ type: z.literal("ok"), id: RequestId, seq: Seq.optional() });
export type Ok = z.infer<typeof Ok>;
