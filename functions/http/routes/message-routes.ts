import { listEvents } from "@parley/chat/history/list-events";
import { listMessages } from "@parley/chat/history/list-messages";
import { markRead } from "@parley/chat/membership/mark-read";
import { sendMessage } from "@parley/chat/message/send-message";
import type { EventsAnswer, MessageAnswer, MessagesAnswer } from "@parley/protocol";
import { EventsQuery, MessagesQuery, ReadBody, RoomParams, SendMessageBody } from "@parley/protocol/http";
import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams, readQuery } from "../read-input.ts";

/** `/rooms/:room`: what is said in a room, its log, and how far the caller has read. */
export function messageRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/messages", async (c) => {
    const { room } = readParams(c, RoomParams);
    const query = readQuery(c, MessagesQuery);
    const page = await listMessages(deps, { ...query, room, user: c.var.caller.identity.userId });
    return c.json(page satisfies MessagesAnswer);
  });
  app.post("/messages", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { id: clientId, text, replyTo } = await readBody(c, SendMessageBody);
    const user = c.var.caller.identity.userId;
    const { message, repeated } = await sendMessage(deps, { room, user, clientId, text, replyTo });
    return c.json({ message } satisfies MessageAnswer, repeated ? 200 : 201);
  });
  app.get("/events", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { after, limit } = readQuery(c, EventsQuery);
    const page = await listEvents(deps, { room, user: c.var.caller.identity.userId, after, limit });
    return c.json(page satisfies EventsAnswer);
  });
  app.put("/read", async (c) => {
    const { room } = readParams(c, RoomParams);
    const { seq } = await readBody(c, ReadBody);
    await markRead(deps, { room, user: c.var.caller.identity.userId, seq });
    return c.body(null, 204);
  });
  return app;
}
