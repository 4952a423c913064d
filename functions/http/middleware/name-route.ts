import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import type { ApiEnv } from "../api-env.ts";

/**
 * Names the route in the access line as it is written down: the path itself may hold ids, or a secret. Also of a
 * call that was refused on the way there; middleware alone means that no route was there.
 */
export function nameRoute() {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const route = matchedRoutes(c).find(({ path }) => !path.endsWith("*"));
    await next();
    c.env.invocation.access.route = `${c.req.method} ${route?.path ?? "*"}`;
  });
}
