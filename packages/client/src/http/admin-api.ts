/**
 * What administrators do. Apart from the SDK's entry, so that nobody else loads it. All calls reject with a
 * `ParleyError`; `forbidden` for everybody else.
 */
import type { AdminRoom, AdminUser, AuditAnswer } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import { ask } from "./ask.ts";
import { type HttpRequest, path } from "./request.ts";

export type AuditEntry = AuditAnswer["entries"][number];

export interface AdminApi {
  users(q: string): Promise<AdminUser[]>;
  /** Shuts a person out and ends their sessions and connections. */
  banUser(user: string): Promise<void>;
  unbanUser(user: string): Promise<void>;
  endSessions(user: string): Promise<void>;
  rooms(q: string): Promise<AdminRoom[]>;
  removeRoom(room: string): Promise<void>;
  /** Newest first; `before` the last one's id is the next page. */
  audit(before?: number): Promise<AuditEntry[]>;
}

export function createAdminApi({ session }: Pick<Chat, "session">): AdminApi {
  const request = <Answer>(asked: HttpRequest) => ask<Answer>(session, asked);
  return {
    users: async (q) =>
      (await request<{ users: AdminUser[] }>({ method: "GET", path: "/admin/users", query: { q } })).users,
    banUser: (user) => request({ method: "POST", path: path`/admin/users/${user}/ban` }),
    unbanUser: (user) => request({ method: "POST", path: path`/admin/users/${user}/unban` }),
    endSessions: (user) => request({ method: "DELETE", path: path`/admin/users/${user}/sessions` }),
    rooms: async (q) =>
      (await request<{ rooms: AdminRoom[] }>({ method: "GET", path: "/admin/rooms", query: { q } })).rooms,
    removeRoom: (room) => request({ method: "DELETE", path: path`/admin/rooms/${room}` }),
    audit: async (before) =>
      (await request<AuditAnswer>({ method: "GET", path: "/admin/audit", query: { before } })).entries,
  };
}
