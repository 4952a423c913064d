import type { MeAnswer } from "@parley/protocol";
import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";

/** `/me`: the caller as they see themselves. */
export function meRoutes(): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", (c) => c.json({ user: c.var.caller.me } satisfies MeAnswer));
  return app;
}
