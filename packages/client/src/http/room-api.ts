/**
 * What hosts and owners do with a room and its people, and the links into it. Apart from the SDK's entry, so
 * that who only talks does not load it. All calls reject with a `ParleyError`: `forbidden` for one whose role
 * does not allow it, `conflict` where the room would be left without an owner.
 */
import type { BansAnswer, Invite, InviteAnswer, Member, PublicUser, Role, Room } from "@parley/protocol";
import type { InviteBody, UpdateRoomBody } from "@parley/protocol/http";
import type { Chat } from "../chat.ts";
import { ask, type HttpRequest, path } from "./request.ts";

export type RoomBan = BansAnswer["bans"][number];

export interface MemberChange {
  readonly role?: Role;
  /** ISO-8601; null lifts it. */
  readonly mutedUntil?: string | null;
}

export interface RoomApi {
  update(room: string, change: UpdateRoomBody): Promise<Room>;
  /** Deletes the room with all that was said in it. */
  remove(room: string): Promise<void>;
  /** By id, username or address. */
  addMember(room: string, user: string): Promise<PublicUser>;
  changeMember(room: string, user: string, change: MemberChange): Promise<Member>;
  removeMember(room: string, user: string, options?: { readonly ban?: boolean }): Promise<void>;
  bans(room: string): Promise<RoomBan[]>;
  liftBan(room: string, user: string): Promise<void>;
  /** The links that can still be used; their codes are told only once, to who made them. */
  invites(room: string): Promise<Invite[]>;
  createInvite(room: string, body: InviteBody): Promise<InviteAnswer>;
  revokeInvite(room: string, invite: string): Promise<void>;
  /** Joins the room that a link leads to. */
  acceptInvite(code: string): Promise<Room>;
}

export function createRoomApi({ session }: Pick<Chat, "session">): RoomApi {
  const request = <Answer>(asked: HttpRequest) => ask<Answer>(session, asked);
  return {
    update: async (room, body) =>
      (await request<{ room: Room }>({ method: "PATCH", path: path`/rooms/${room}`, body })).room,
    remove: (room) => request({ method: "DELETE", path: path`/rooms/${room}` }),
    addMember: async (room, user) => {
      const to = path`/rooms/${room}/members`;
      return (await request<{ user: PublicUser }>({ method: "POST", path: to, body: { user } })).user;
    },
    changeMember: async (room, user, body) => {
      const at = path`/rooms/${room}/members/${user}`;
      return (await request<{ member: Member }>({ method: "PATCH", path: at, body })).member;
    },
    removeMember: (room, user, { ban = false } = {}) =>
      request({ method: "DELETE", path: path`/rooms/${room}/members/${user}`, query: { ban } }),
    bans: async (room) =>
      (await request<BansAnswer>({ method: "GET", path: path`/rooms/${room}/bans` })).bans,
    liftBan: (room, user) => request({ method: "DELETE", path: path`/rooms/${room}/bans/${user}` }),
    invites: async (room) => {
      const from = path`/rooms/${room}/invites`;
      return (await request<{ invites: Invite[] }>({ method: "GET", path: from })).invites;
    },
    createInvite: (room, body) => request({ method: "POST", path: path`/rooms/${room}/invites`, body }),
    revokeInvite: (room, invite) =>
      request({ method: "DELETE", path: path`/rooms/${room}/invites/${invite}` }),
    acceptInvite: async (code) =>
      (await request<{ room: Room }>({ method: "POST", path: path`/invites/${code}/accept` })).room,
  };
}
