import { banUser, endUserSessions, removeRoom, unbanUser } from "@parley/chat/admin/administer";
import { ChatError } from "@parley/chat/chat-error";
import { AdminListQuery, AuditQuery, RoomParams, UserParams } from "@parley/protocol/http";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams, readQuery } from "../read-input.ts";

/** `/admin`: for those whose role it is; every change is in the audit log. */
export function adminRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.use(async (c, next) => {
    if (c.var.caller.me.role !== "admin") throw new ChatError("forbidden");
    await next();
  });
  app.get("/users", async (c) => {
    const { q: query, limit } = readQuery(c, AdminListQuery);
    return c.json({ users: await deps.admin.listUsers({ query, limit }) });
  });
  app.post("/users/:user/ban", async (c) => {
    await banUser(deps, await aboutUser(c));
    return c.body(null, 204);
  });
  app.post("/users/:user/unban", async (c) => {
    await unbanUser(deps, await aboutUser(c));
    return c.body(null, 204);
  });
  app.delete("/users/:user/sessions", async (c) => {
    await endUserSessions(deps, await aboutUser(c));
    return c.body(null, 204);
  });
  app.get("/rooms", async (c) => {
    const { q: query, limit } = readQuery(c, AdminListQuery);
    return c.json({ rooms: await deps.admin.listRooms({ query, limit }) });
  });
  app.delete("/rooms/:room", async (c) => {
    const { room } = readParams(c, RoomParams);
    await readBody(c, EmptyBody);
    await removeRoom(deps, { actor: c.var.caller.identity.userId, room });
    return c.body(null, 204);
  });
  app.get("/audit", async (c) => {
    return c.json({ entries: await deps.audit.list(readQuery(c, AuditQuery)) });
  });
  return app;
}

async function aboutUser(c: ApiContext) {
  const { user } = readParams(c, UserParams);
  await readBody(c, EmptyBody);
  return { actor: c.var.caller.identity.userId, user };
}
