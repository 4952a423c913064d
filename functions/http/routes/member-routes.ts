import { addMember } from "@parley/chat/room/add-member";
import { listMembers } from "@parley/chat/room/list-members";
import { AddMemberBody, RoomParams } from "@parley/protocol/http";
import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams } from "../read-input.ts";

/** `/rooms/:room/members`: who is in a room. */
export function memberRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    return c.json({ members: await listMembers(deps, { room, user: c.var.caller.identity.userId }) });
  });
  app.post("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { user } = await readBody(c, AddMemberBody);
    const added = await addMember(deps, { room, actor: c.var.caller.identity.userId, user });
    return c.json({ user: added }, 201);
  });
  return app;
}
