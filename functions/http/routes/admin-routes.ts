import {
  banUser,
  endUserSessions,
  inspectMessages,
  removeMessage,
  removeRoom,
  setUserRole,
  unbanUser,
} from "@parley/chat/admin/administer";
import { ChatError } from "@parley/chat/chat-error";
import {
  AdminListQuery,
  AdminMessagesQuery,
  AdminRoleBody,
  AuditQuery,
  MessageParams,
  RoomParams,
  SessionParams,
  UserParams,
} from "@parley/protocol/http";
import { limits } from "@parley/protocol/limits";
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
    const users = await deps.admin.listUsers({ query, limit });
    const isNamed = (email: string) => email === deps.adminEmail;
    return c.json({ users: users.map((user) => (isNamed(user.email) ? { ...user, role: "admin" } : user)) });
  });
  app.post("/users/:user/ban", async (c) => {
    await banUser(deps, await aboutUser(c));
    return c.body(null, 204);
  });
  app.post("/users/:user/unban", async (c) => {
    await unbanUser(deps, await aboutUser(c));
    return c.body(null, 204);
  });
  app.put("/users/:user/role", async (c) => {
    const { user } = readParams(c, UserParams);
    const { role } = await readBody(c, AdminRoleBody);
    await setUserRole(deps, { actor: c.var.caller.identity.userId, user, role });
    return c.body(null, 204);
  });
  app.get("/users/:user/sessions", async (c) => {
    const { user } = readParams(c, UserParams);
    return c.json({ sessions: await deps.admin.listSessions({ user, limit: limits.adminPageMax }) });
  });
  app.delete("/users/:user/sessions/:session", async (c) => {
    const { session } = readParams(c, SessionParams);
    await endUserSessions(deps, { ...(await aboutUser(c)), session });
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
  app.get("/rooms/:room/messages", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { q: query, before, limit } = readQuery(c, AdminMessagesQuery);
    const actor = c.var.caller.identity.userId;
    return c.json({ messages: await inspectMessages(deps, { actor, room, query, before, limit }) });
  });
  app.delete("/rooms/:room/messages/:message", async (c) => {
    const { room, message } = readParams(c, MessageParams);
    await readBody(c, EmptyBody);
    await removeMessage(deps, { actor: c.var.caller.identity.userId, room, message });
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
