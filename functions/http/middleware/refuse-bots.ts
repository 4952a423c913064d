import { ChatError } from "@parley/chat/chat-error";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../api-env.ts";

/**
 * Keeps bots from what is for people: accounts, administration, and coming into rooms by themselves.
 *
 * @throws {ChatError} `forbidden`.
 */
export function refuseBots() {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (c.var.found?.caller.me.bot === true) {
      throw new ChatError("forbidden", { message: "Bots may not do that." });
    }
    await next();
  });
}
