import { acceptInvite, createInvite, listInvites, revokeInvite } from "@parley/chat/room/room-invites";
import type { InviteAnswer, InvitesAnswer, RoomAnswer } from "@parley/protocol";
import { CodeParams, InviteBody, InviteParams, RoomParams } from "@parley/protocol/http";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams } from "../read-input.ts";

/** `/rooms/:room/invites`: links into a room. */
export function inviteRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const invites = await listInvites(deps, { room, actor: c.var.caller.identity.userId });
    return c.json({ invites } satisfies InvitesAnswer);
  });
  app.post("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const body = await readBody(c, InviteBody);
    const invite = await createInvite(deps, { room, actor: c.var.caller.identity.userId, body });
    return c.json(invite satisfies InviteAnswer, 201);
  });
  app.delete("/:invite", async (c) => {
    const { room, invite } = readParams(c, InviteParams);
    await readBody(c, EmptyBody);
    await revokeInvite(deps, { room, actor: c.var.caller.identity.userId, invite });
    return c.body(null, 204);
  });
  return app;
}

/** `/invites/:code/accept`: follows such a link. */
export function acceptRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.post("/:code/accept", async (c) => {
    const { code } = readParams(c, CodeParams);
    await readBody(c, EmptyBody);
    const room = await acceptInvite(deps, { person: c.var.caller.me, code });
    return c.json({ room } satisfies RoomAnswer);
  });
  return app;
}
