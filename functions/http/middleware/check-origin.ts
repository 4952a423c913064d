import { ChatError } from "@parley/chat/chat-error";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../api-env.ts";

const readMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const ownSites = new Set(["same-origin", "none"]);

/**
 * Refuses a change that a browser sends from a foreign page, whatever it authenticates with.
 *
 * Every browser names the page's origin when it sends a change, so a call without one is no browser's, or
 * comes from our own page when `Sec-Fetch-Site` says so. `null` (a sandboxed frame, a file) is foreign.
 */
export function checkOrigin(originsAllowed: readonly string[]) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!readMethods.has(c.req.method) && isForeign(c.req.raw.headers, originsAllowed)) {
      throw new ChatError("forbidden", { message: "Calls from that origin are not allowed." });
    }
    await next();
  });
}

function isForeign(headers: Headers, originsAllowed: readonly string[]): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return !originsAllowed.includes(origin);
  const site = headers.get("sec-fetch-site");
  return site !== null && !ownSites.has(site);
}
