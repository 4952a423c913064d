import { ChatError } from "@parley/chat/chat-error";
import { parse } from "@parley/protocol";
import type * as z from "zod";
import type { ApiContext } from "./api-env.ts";

/**
 * Reads a JSON body. An absent one is read as undefined, so that a schema may allow that.
 *
 * @throws {ChatError} `invalid` with the fields at fault, or `too_large`.
 */
export async function readBody<T>(c: ApiContext, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  return check(schema, text === "" ? undefined : parseJson(c, text));
}

/**
 * Reads the query; of a name given twice the first counts. NUL is refused in all of it: no text that Postgres
 * keeps can hold it, so nothing can be found by it.
 */
export function readQuery<T>(c: ApiContext, schema: z.ZodType<T>): T {
  const query = c.req.query();
  const faulty = Object.entries(query).filter(([, value]) => value.includes("\u0000"));
  if (faulty.length > 0) {
    const fields = Object.fromEntries(faulty.map(([name]) => [name, "must not hold NUL"]));
    throw new ChatError("invalid", { fields });
  }
  return check(schema, query);
}

/**
 * Reads the path's parameters.
 *
 * @throws {ChatError} `not_found` for what can be no id: nothing is there.
 */
export function readParams<T>(c: ApiContext, schema: z.ZodType<T>): T {
  const result = parse(schema, c.req.param());
  if (!result.ok) throw new ChatError("not_found");
  return result.value;
}

/** A browser sends JSON across origins only after asking, so nothing else is taken for it. */
function parseJson(c: ApiContext, text: string): unknown {
  const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw notJson();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notJson();
  }
}

function notJson(): ChatError {
  return new ChatError("invalid", { fields: { body: "must be JSON, of type application/json" } });
}

function check<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = parse(schema, input);
  if (!result.ok) throw new ChatError(result.code, { fields: result.fields });
  return result.value;
}
