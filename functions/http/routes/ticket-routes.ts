import { toTimestamp } from "@parley/chat/clock";
import type { TicketAnswer } from "@parley/protocol";
import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";

/** `/ws-ticket`: admits one socket of the caller's, once, within a minute. */
export function ticketRoutes({ tickets, websocketUrl }: Pick<HttpDeps, "tickets" | "websocketUrl">): Api {
  const app = new Hono<ApiEnv>();
  app.post("/", async (c) => {
    const { ticket, expiresAtMs } = await tickets.issue(c.var.caller.identity);
    return c.json({ ticket, url: websocketUrl, expiresAt: toTimestamp(expiresAtMs) } satisfies TicketAnswer);
  });
  return app;
}
