import { randomUUID } from "node:crypto";
import { ChatError } from "@parley/chat/chat-error";
import {
  createIncomingHook,
  deleteIncomingHook,
  listIncomingHooks,
  postByHook,
} from "@parley/chat/hook/incoming-hooks";
import { type MessageAnswer, parse, RequestId } from "@parley/protocol";
import { RoomParams } from "@parley/protocol/http";
import {
  CreateIncomingHookBody,
  HookParams,
  HookPostBody,
  HookPostParams,
  type IncomingHookAnswer,
  type IncomingHooksAnswer,
} from "@parley/protocol/integrations";
import { http } from "@parley/topology";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { addressOf, takeToken } from "../middleware/limit-calls.ts";
import { readBody, readParams } from "../read-input.ts";

/** `/rooms/:room/hooks/incoming`: secret addresses that post into a room. */
export function incomingHookRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const hooks = await listIncomingHooks(deps, { room, actor: c.var.caller.identity.userId });
    return c.json({ hooks } satisfies IncomingHooksAnswer);
  });
  app.post("/", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { name } = await readBody(c, CreateIncomingHookBody);
    const made = await createIncomingHook(deps, { room, actor: c.var.caller.identity.userId, name });
    const url = `${deps.publicUrl}${http.basePath}/hooks/${made.hook.id}/${made.secret}`;
    return c.json({ hook: made.hook, url } satisfies IncomingHookAnswer, 201);
  });
  app.delete("/:hook", async (c) => {
    const { room, hook } = readParams(c, HookParams);
    await readBody(c, EmptyBody);
    await deleteIncomingHook(deps, { room, actor: c.var.caller.identity.userId, hook });
    return c.body(null, 204);
  });
  return app;
}

/**
 * `/hooks/:hook/:secret`: such an address. Who posts there is known by the secret alone and counted against the
 * hook; only who guesses is counted against where they come from.
 */
export function hookPostRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.post("/:hook/:secret", async (c) => {
    const params = readParams(c, HookPostParams);
    const { text, id } = await readBody(c, HookPostBody);
    const clientId = id ?? readIdempotencyKey(c) ?? randomUUID();
    try {
      const { message, repeated } = await postByHook(deps, { ...params, clientId, text });
      c.env.invocation.access.userId = message.user;
      return c.json({ message } satisfies MessageAnswer, repeated ? 200 : 201);
    } catch (refusal) {
      const unknown = refusal instanceof ChatError && refusal.code === "not_found";
      const limit = deps.limits.anonymous;
      if (unknown) await takeToken(c, deps, { bucket: "calls", subject: addressOf(c), limit, told: true });
      throw refusal;
    }
  });
  return app;
}

/** Draft-ietf-httpapi-idempotency-key-header: the same key again is the same post. */
function readIdempotencyKey(c: ApiContext): string | undefined {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return undefined;
  const key = parse(RequestId, given.replace(/^"(.*)"$/, "$1"));
  if (!key.ok) throw new ChatError("invalid", { fields: { "idempotency-key": "must be an id" } });
  return key.value;
}
