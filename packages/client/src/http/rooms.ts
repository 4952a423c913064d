/**
 * Finding rooms and people, and the ways into a room and out of it. Apart from the SDK's entry, and each by
 * itself, so that a bot in a known room loads none of them. All calls reject with a `ParleyError`.
 */
import type { CreateRoomBody, Member, PublicUser, Room, RoomAnswer, RoomsAnswer } from "@parley/protocol";
import type { CallOptions } from "./http-call.ts";
import { ask, type HttpDeps, path } from "./request.ts";

/** A chat, of which no more is used. */
interface WithSession {
  readonly session: HttpDeps;
}

/** People whose name or username begins with `q`. */
export async function findUsers(
  { session }: WithSession,
  query: { readonly q: string; readonly limit?: number },
  { signal }: CallOptions = {},
): Promise<PublicUser[]> {
  const found = await ask<{ users: PublicUser[] }>(session, { method: "GET", path: "/users", query, signal });
  return found.users;
}

/** Public rooms to join. */
export async function findPublicRooms(
  { session }: WithSession,
  query: { readonly q?: string } = {},
  { signal }: CallOptions = {},
): Promise<Room[]> {
  const from = { method: "GET", path: "/rooms/public", query, signal } as const;
  return (await ask<RoomsAnswer>(session, from)).rooms;
}

export async function getRoom(
  { session }: WithSession,
  room: string,
  { signal }: CallOptions = {},
): Promise<Room> {
  return (await ask<RoomAnswer>(session, { method: "GET", path: path`/rooms/${room}`, signal })).room;
}

export async function listMembers(
  { session }: WithSession,
  room: string,
  { signal }: CallOptions = {},
): Promise<Member[]> {
  const from = { method: "GET", path: path`/rooms/${room}/members`, signal } as const;
  return (await ask<{ members: Member[] }>(session, from)).members;
}

export async function createRoom({ session }: WithSession, body: CreateRoomBody): Promise<Room> {
  return (await ask<RoomAnswer>(session, { method: "POST", path: "/rooms", body })).room;
}

/** The one room of two people, made at the first time: by user id, username or address. */
export async function getDirectRoom({ session }: WithSession, user: string): Promise<Room> {
  return (await ask<RoomAnswer>(session, { method: "POST", path: "/rooms/direct", body: { user } })).room;
}

export async function joinRoom({ session }: WithSession, room: string): Promise<Room> {
  return (await ask<RoomAnswer>(session, { method: "POST", path: path`/rooms/${room}/join` })).room;
}

export async function leaveRoom({ session }: WithSession, room: string): Promise<void> {
  await ask(session, { method: "POST", path: path`/rooms/${room}/leave` });
}
