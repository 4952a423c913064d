import type { MeAnswer } from "@parley/protocol";
import { ExportQuery } from "@parley/protocol/http";
import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readQuery } from "../read-input.ts";

/** So many of the longest texts fit into what a function may answer (6 MB), three bytes a character. */
const exportedMessagesMax = 200;

/** `/me`: the caller as they see themselves, and all that is kept about them. */
export function meRoutes({ accounts }: Pick<HttpDeps, "accounts">): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", (c) => c.json({ user: c.var.caller.me } satisfies MeAnswer));
  app.get("/export", async (c) => {
    const { after } = readQuery(c, ExportQuery);
    const [room = "", seq] = after?.split(":") ?? [];
    const kept = await accounts.exportOf({
      user: c.var.caller.identity.userId,
      after: after === undefined ? undefined : { room, seq: Number(seq) },
      limit: exportedMessagesMax,
    });
    const last = kept.messages.at(-1);
    const more = kept.messages.length === exportedMessagesMax && last !== undefined;
    return c.json({ ...kept, ...(more && { next: `${last.room}:${last.seq}` }) });
  });
  return app;
}
