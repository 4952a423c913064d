import { createRoom } from "@parley/chat/room/create-room";
import { deleteRoom } from "@parley/chat/room/delete-room";
import { joinRoom } from "@parley/chat/room/join-room";
import { leaveRoom } from "@parley/chat/room/leave-room";
import { listPublicRooms, listRooms } from "@parley/chat/room/list-rooms";
import { openDirectRoom } from "@parley/chat/room/open-direct-room";
import { readRoomOf } from "@parley/chat/room/read-room-of";
import { updateRoom } from "@parley/chat/room/update-room";
import type { RoomAnswer, RoomsAnswer } from "@parley/protocol";
import {
  CreateRoomBody,
  DirectRoomBody,
  PublicRoomsQuery,
  RoomParams,
  UpdateRoomBody,
} from "@parley/protocol/http";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams, readQuery } from "../read-input.ts";

/** `/rooms`: the caller's rooms and those to join. */
export function roomRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const rooms = await listRooms(deps, c.var.caller.identity.userId);
    return c.json({ rooms } satisfies RoomsAnswer);
  });
  app.post("/", async (c) => {
    const body = await readBody(c, CreateRoomBody);
    const room = await createRoom(deps, { creator: c.var.caller.me, body });
    return c.json({ room } satisfies RoomAnswer, 201);
  });
  app.get("/public", async (c) => {
    const { q = "" } = readQuery(c, PublicRoomsQuery);
    const rooms = await listPublicRooms(deps, { user: c.var.caller.identity.userId, query: q });
    return c.json({ rooms } satisfies RoomsAnswer);
  });
  app.post("/direct", async (c) => {
    const { user } = await readBody(c, DirectRoomBody);
    const { room, created } = await openDirectRoom(deps, { caller: c.var.caller.me, user });
    return c.json({ room } satisfies RoomAnswer, created ? 201 : 200);
  });
  app.get("/:room", async (c) => {
    const { room } = readParams(c, RoomParams);
    const found = await readRoomOf(deps, { room, user: c.var.caller.identity.userId });
    return c.json({ room: found } satisfies RoomAnswer);
  });
  app.patch("/:room", async (c) => {
    const { room } = readParams(c, RoomParams);
    const body = await readBody(c, UpdateRoomBody);
    const updated = await updateRoom(deps, { room, actor: c.var.caller.identity.userId, body });
    return c.json({ room: updated } satisfies RoomAnswer);
  });
  app.delete("/:room", async (c) => {
    const { room } = readParams(c, RoomParams);
    await readBody(c, EmptyBody);
    await deleteRoom(deps, { room, actor: c.var.caller.identity.userId });
    return c.body(null, 204);
  });
  app.post("/:room/join", async (c) => {
    const { room } = readParams(c, RoomParams);
    await readBody(c, EmptyBody);
    const joined = await joinRoom(deps, { person: c.var.caller.me, room });
    return c.json({ room: joined } satisfies RoomAnswer);
  });
  app.post("/:room/leave", async (c) => {
    const { room } = readParams(c, RoomParams);
    await readBody(c, EmptyBody);
    await leaveRoom(deps, { user: c.var.caller.identity.userId, room });
    return c.body(null, 204);
  });
  return app;
}
