import type {
  CreateRoomBody,
  EventsAnswer,
  Me,
  Member,
  MessagesAnswer,
  PublicUser,
  Room,
  TicketAnswer,
} from "@parley/protocol";
import type { CallOptions } from "./http-call.ts";

/** Which page of history: at most one cursor, none for the newest. `limit` ≤ 100, default 50. */
export interface MessagesPage {
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  readonly limit?: number;
}

/**
 * The HTTP API. Every call rejects with a `ParleyError`. Reads are tried again by themselves (at most 3
 * times in all, with jitter, honouring `retryAfterMs`) when the failure is retryable; writes are not.
 */
export interface ChatApi {
  /** The person signed in. Makes them the chat's `user`. */
  me(options?: CallOptions): Promise<Me>;
  users(query: { readonly q: string; readonly limit?: number }, options?: CallOptions): Promise<PublicUser[]>;
  /** The caller's rooms, latest activity first. */
  rooms(options?: CallOptions): Promise<Room[]>;
  /** Public rooms to join. */
  publicRooms(query?: { readonly q?: string }, options?: CallOptions): Promise<Room[]>;
  createRoom(body: CreateRoomBody, options?: CallOptions): Promise<Room>;
  /** The one room of two people: by user id, username or address. */
  directRoom(user: string, options?: CallOptions): Promise<Room>;
  room(room: string, options?: CallOptions): Promise<Room>;
  joinRoom(room: string, options?: CallOptions): Promise<Room>;
  leaveRoom(room: string, options?: CallOptions): Promise<void>;
  members(room: string, options?: CallOptions): Promise<Member[]>;
  messages(room: string, page?: MessagesPage, options?: CallOptions): Promise<MessagesAnswer>;
  /** Events after a seq; `limit` ≤ 500, default 100. */
  events(
    room: string,
    page: { readonly after: number; readonly limit?: number },
    options?: CallOptions,
  ): Promise<EventsAnswer>;
  /** Moves the read mark; `Chat.markRead` does it better. */
  markRead(room: string, seq: number, options?: CallOptions): Promise<void>;
  /** A one-use ticket for the WebSocket; the connection fetches its own. */
  wsTicket(options?: CallOptions): Promise<TicketAnswer>;
}
