import { ChatError } from "@parley/chat/chat-error";
import { listEvents } from "@parley/chat/history/list-events";
import { listMessages } from "@parley/chat/history/list-messages";
import { markRead } from "@parley/chat/membership/mark-read";
import { changeReaction } from "@parley/chat/message/change-reaction";
import { deleteMessage } from "@parley/chat/message/delete-message";
import { editMessage } from "@parley/chat/message/edit-message";
import { sendMessage } from "@parley/chat/message/send-message";
import type {
  EventsAnswer,
  MessageAnswer,
  MessageId,
  MessagesAnswer,
  RoomId,
  UserId,
} from "@parley/protocol";
import {
  EditMessageBody,
  EventsQuery,
  MessageParams,
  MessagesQuery,
  ReactionParams,
  ReadBody,
  RoomParams,
  SendMessageBody,
} from "@parley/protocol/http";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { tellBucket } from "../middleware/limit-calls.ts";
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
    const told = { ...deps, throttle: tellBucket(c, deps.throttle, "messages") };
    const { message, repeated } = await sendMessage(told, { room, user, clientId, text, replyTo });
    return c.json({ message } satisfies MessageAnswer, repeated ? 200 : 201);
  });
  app.patch("/messages/:message", async (c) => {
    const { room, message } = readParams(c, MessageParams);
    const { text } = await readBody(c, EditMessageBody);
    const user = c.var.caller.identity.userId;
    await editMessage(deps, { room, user, message, text });
    return c.json(await readChanged(deps, { room, user, message }));
  });
  app.delete("/messages/:message", async (c) => {
    const { room, message } = readParams(c, MessageParams);
    await readBody(c, EmptyBody);
    const user = c.var.caller.identity.userId;
    await deleteMessage(deps, { room, user, message });
    return c.json(await readChanged(deps, { room, user, message }));
  });
  app.put("/messages/:message/reactions/:emoji", (c) => react(deps, c, true));
  app.delete("/messages/:message/reactions/:emoji", (c) => react(deps, c, false));
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

/** The message as it is now that the change is durable. */
async function readChanged(
  deps: HttpDeps,
  input: { room: RoomId; user: UserId; message: MessageId },
): Promise<MessageAnswer> {
  const message = await deps.search.find(input);
  // Removed from the room right after the change.
  if (message === undefined) throw new ChatError("not_found");
  return { message };
}

async function react(deps: HttpDeps, c: ApiContext, present: boolean): Promise<Response> {
  const { room, message, emoji } = readParams(c, ReactionParams);
  await readBody(c, EmptyBody);
  const user = c.var.caller.identity.userId;
  await changeReaction(deps, { room, user, message, emoji, present });
  return c.body(null, 204);
}
