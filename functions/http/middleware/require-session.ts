import { ChatError } from "@parley/chat/chat-error";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../api-env.ts";

/**
 * Lets nobody through without a session; `findCaller` has looked for it.
 *
 * @throws {ChatError} `unauthenticated` without a session that holds.
 */
export function requireSession() {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { found } = c.var;
    if (found === undefined) throw new ChatError("unauthenticated");
    c.set("caller", found.caller);
    await next();
    // A session in use is renewed now and then, and its cookie with it.
    for (const cookie of found.cookies) c.res.headers.append("set-cookie", cookie);
  });
}
