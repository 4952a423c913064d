import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../api-env.ts";

/** Two years, as the preload list asks. */
const hstsSeconds = 63_072_000;

/** The headers that every answer of the API carries: it is data for one caller, and never a page. */
export function hardenAnswers(secure: boolean) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    c.header("x-content-type-options", "nosniff");
    c.header("content-security-policy", c.var.pagePolicy ?? "default-src 'none'; frame-ancestors 'none'");
    c.header("referrer-policy", "no-referrer");
    c.header("cross-origin-resource-policy", "same-site");
    if (secure) c.header("strict-transport-security", `max-age=${hstsSeconds}; includeSubDomains; preload`);
  });
}
