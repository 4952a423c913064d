import type * as z from "zod";
import type { ErrorCode, FieldReasons } from "./errors.ts";

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: Extract<ErrorCode, "invalid" | "too_large">;
      readonly fields: FieldReasons;
    };

/**
 * Parses what came over the wire. A text over its length is `too_large`, all else is `invalid`; `fields`
 * maps the path of each fault to its reason (at most 20, so that an answer stays small).
 */
export function parse<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const issues = result.error.issues.slice(0, faultsMax);
  const fields = Object.fromEntries(
    issues.map((issue) => [issue.path.map(String).join(".") || "body", issue.message]),
  );
  const tooLarge = issues.some((issue) => issue.code === "too_big" && issue.path.at(-1) === "text");
  return { ok: false, code: tooLarge ? "too_large" : "invalid", fields };
}

const faultsMax = 20;
