import * as z from "zod";
import { RequestId, RoomId, Seq } from "../../ids.ts";

/** Moves the caller's read mark forward, never back; not answered but by an error. */
export const ReadMark = z.strictObject({ action: z.literal("read"), id: RequestId, room: RoomId, seq: Seq });
export type ReadMark = z.infer<typeof ReadMark>;
