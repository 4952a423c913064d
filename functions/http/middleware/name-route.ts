import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { ApiEnv } from "../api-env.ts";

/** Names the route in the access line as it is written down: the path itself may hold ids. */
export function nameRoute() {
  return createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    const last = routePath(c, -1);
    c.env.invocation.access.route = `${c.req.method} ${last.endsWith("*") ? "*" : last}`;
  });
}
