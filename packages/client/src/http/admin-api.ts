/**
 * What administrators do. Apart from the SDK's entry, so that nobody else loads it. All calls reject with a
 * `ParleyError`; `forbidden` for everybody else.
 */
import type { AdminMessage, AdminRoom, AdminSession, AdminUser, AuditAnswer } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import { ask, type HttpRequest, path } from "./request.ts";

export type AuditEntry = AuditAnswer["entries"][number];

export interface AdminApi {
  users(q: string): Promise<AdminUser[]>;
  /** Shuts a person out and ends their sessions and connections. */
  banUser(user: string): Promise<void>;
  unbanUser(user: string): Promise<void>;
  endSessions(user: string): Promise<void>;
  sessions(user: string): Promise<AdminSession[]>;
  endSession(user: string, session: string): Promise<void>;
  giveRole(user: string, role: AdminUser["role"]): Promise<void>;
  rooms(q: string): Promise<AdminRoom[]>;
  removeRoom(room: string): Promise<void>;
  /** Newest first; `before` the last one's seq is the next page. The look is in the audit log. */
  messages(room: string, query: { readonly q?: string; readonly before?: number }): Promise<AdminMessage[]>;
  removeMessage(room: string, message: string): Promise<void>;
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
    sessions: async (user) => {
      const from = path`/admin/users/${user}/sessions`;
      return (await request<{ sessions: AdminSession[] }>({ method: "GET", path: from })).sessions;
    },
    endSession: (user, id) => request({ method: "DELETE", path: path`/admin/users/${user}/sessions/${id}` }),
    giveRole: (user, role) =>
      request({ method: "PUT", path: path`/admin/users/${user}/role`, body: { role } }),
    rooms: async (q) =>
      (await request<{ rooms: AdminRoom[] }>({ method: "GET", path: "/admin/rooms", query: { q } })).rooms,
    removeRoom: (room) => request({ method: "DELETE", path: path`/admin/rooms/${room}` }),
    messages: async (room, query) => {
      const from = path`/admin/rooms/${room}/messages`;
      return (await request<{ messages: AdminMessage[] }>({ method: "GET", path: from, query })).messages;
    },
    removeMessage: (room, message) =>
      request({ method: "DELETE", path: path`/admin/rooms/${room}/messages/${message}` }),
    audit: async (before) =>
      (await request<AuditAnswer>({ method: "GET", path: "/admin/audit", query: { before } })).entries,
  };
}
