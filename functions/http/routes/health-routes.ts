import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HealthCheck } from "../health-check.ts";
import { runChecks } from "../health-check.ts";

/** `/health`: whether every store answers. 503 when one does not, so that a monitor needs to read no body. */
export function healthRoutes(checks: readonly HealthCheck[]): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const results = await runChecks(checks, (error) => {
      c.env.invocation.logger.warn("health", { error: error instanceof Error ? error : undefined });
    });
    const ok = Object.values(results).every((result) => result.status === "ok");
    return c.json({ status: ok ? "ok" : "unavailable", checks: results }, ok ? 200 : 503);
  });
  return app;
}
