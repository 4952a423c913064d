import {
  createOutgoingHook,
  deleteOutgoingHook,
  listOutgoingHooks,
  updateOutgoingHook,
} from "@parley/chat/hook/outgoing-hooks";
import { RoomParams } from "@parley/protocol/http";
import {
  type CreatedOutgoingHookAnswer,
  CreateOutgoingHookBody,
  HookParams,
  type OutgoingHookAnswer,
  type OutgoingHooksAnswer,
  UpdateOutgoingHookBody,
} from "@parley/protocol/integrations";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams } from "../read-input.ts";

/** `/rooms/:room/hooks/outgoing`: where a room's events are sent. */
export function outgoingHookRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const hooks = await listOutgoingHooks(deps, { room, actor: c.var.caller.identity.userId });
    return c.json({ hooks } satisfies OutgoingHooksAnswer);
  });
  app.post("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const body = await readBody(c, CreateOutgoingHookBody);
    const made = await createOutgoingHook(deps, { room, actor: c.var.caller.identity.userId, body });
    return c.json(made satisfies CreatedOutgoingHookAnswer, 201);
  });
  app.patch("/:hook", async (c) => {
    const params = readParams(c, HookParams);
    const body = await readBody(c, UpdateOutgoingHookBody);
    const hook = await updateOutgoingHook(deps, { ...params, actor: c.var.caller.identity.userId, body });
    return c.json({ hook } satisfies OutgoingHookAnswer);
  });
  app.delete("/:hook", async (c) => {
    const params = readParams(c, HookParams);
    await readBody(c, EmptyBody);
    await deleteOutgoingHook(deps, { ...params, actor: c.var.caller.identity.userId });
    return c.body(null, 204);
  });
  return app;
}
