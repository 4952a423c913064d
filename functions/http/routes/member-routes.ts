import { addMember } from "@parley/chat/room/add-member";
import { changeMember } from "@parley/chat/room/change-member";
import { listBans } from "@parley/chat/room/list-bans";
import { listMembers } from "@parley/chat/room/list-members";
import { liftBan, removeMember } from "@parley/chat/room/remove-member";
import type { AddedMemberAnswer, BansAnswer, MemberAnswer, MembersAnswer } from "@parley/protocol";
import {
  AddMemberBody,
  MemberParams,
  RemoveMemberQuery,
  RoomParams,
  UpdateMemberBody,
} from "@parley/protocol/http";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams, readQuery } from "../read-input.ts";

/** `/rooms/:room/members` and `/rooms/:room/bans`: who is in a room, and who may not be. */
export function memberRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/members", async (c) => {
    const { room } = readParams(c, RoomParams);
    const members = await listMembers(deps, { room, user: c.var.caller.identity.userId });
    return c.json({ members } satisfies MembersAnswer);
  });
  app.post("/members", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { user } = await readBody(c, AddMemberBody);
    const added = await addMember(deps, { room, actor: c.var.caller.identity.userId, user });
    return c.json({ user: added } satisfies AddedMemberAnswer, 201);
  });
  app.patch("/members/:user", async (c) => {
    const { room, user: target } = readParams(c, MemberParams);
    const change = await readBody(c, UpdateMemberBody);
    const member = await changeMember(deps, { ...change, room, target, actor: c.var.caller.identity.userId });
    return c.json({ member } satisfies MemberAnswer);
  });
  app.delete("/members/:user", async (c) => {
    const { room, user: target } = readParams(c, MemberParams);
    const { ban } = readQuery(c, RemoveMemberQuery);
    await readBody(c, EmptyBody);
    const actor = c.var.caller.identity.userId;
    await removeMember(deps, { room, actor, target, ban: ban === "true" });
    return c.body(null, 204);
  });
  app.get("/bans", async (c) => {
    const { room } = readParams(c, RoomParams);
    const bans = await listBans(deps, { room, actor: c.var.caller.identity.userId });
    return c.json({ bans } satisfies BansAnswer);
  });
  app.delete("/bans/:user", async (c) => {
    const { room, user: target } = readParams(c, MemberParams);
    await readBody(c, EmptyBody);
    await liftBan(deps, { room, actor: c.var.caller.identity.userId, target });
    return c.body(null, 204);
  });
  return app;
}
