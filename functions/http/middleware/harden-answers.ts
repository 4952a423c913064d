import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../api-env.ts";

/** Two years, as the preload list asks. */
const hstsSeconds = 63_072_000;

/**
 * The headers that every answer of the API carries: it is data for one caller, and never a page. They are set on the
 * answer itself: `c.header` makes a new one, body and all, for each.
 */
export function hardenAnswers(secure: boolean) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("cache-control", "no-store");
    headers.set("x-content-type-options", "nosniff");
    headers.set(
      "content-security-policy",
      c.get("pagePolicy") ?? "default-src 'none'; frame-ancestors 'none'",
    );
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-resource-policy", "same-site");
    if (secure)
      headers.set("strict-transport-security", `max-age=${hstsSeconds}; includeSubDomains; preload`);
  });
}
