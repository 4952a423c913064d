import * as z from "zod";
import { type ErrorCode, errors } from "../../errors.ts";

const codes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];

/** A request was refused or failed; `id` echoes the request's where it could be read. */
export const ErrorFrame = z.object({
  type: z.literal("error"),
  id: z.string().optional(),
  code: z.enum(codes),
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.int().min(0).optional(),
  fields: z.record(z.string(), z.string()).optional(),
  requestId: z.string(),
});
export type ErrorFrame = z.infer<typeof ErrorFrame>;
