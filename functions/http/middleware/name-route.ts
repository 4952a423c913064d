import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { ApiEnv } from "../api-env.ts";

/** Names the route in the access line as it is written down: the path itself may hold ids. */
export function nameRoute() {
  return createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    // Of the last handler that ran; middleware alone means that no route was there.
    const path = routePath(c);
    c.env.invocation.access.route = `${c.req.method} ${path.endsWith("*") ? "*" : path}`;
  });
}
