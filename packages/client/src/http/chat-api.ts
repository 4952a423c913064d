import type { EventsAnswer, Me, MessagesAnswer, Room } from "@parley/protocol";
import type { CallOptions } from "./http-call.ts";

/** Which page of history: at most one cursor, none for the newest. `limit` ≤ 100, default 50. */
export interface MessagesPage {
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  readonly limit?: number;
}

/**
 * What every chat reads over HTTP; further routes have entries of their own, such as `@parley/client/rooms`.
 * Every call rejects with a `ParleyError`. Reads are tried again by themselves (at most 3 times in all, with
 * jitter, honouring `retryAfterMs`) when the failure is retryable; writes are not.
 */
export interface ChatApi {
  /** The person signed in. Makes them the chat's `user`. */
  me(options?: CallOptions): Promise<Me>;
  /** The caller's rooms, latest activity first. */
  rooms(options?: CallOptions): Promise<Room[]>;
  messages(room: string, page?: MessagesPage, options?: CallOptions): Promise<MessagesAnswer>;
  /** Events after a seq; `limit` ≤ 500, default 100. */
  events(
    room: string,
    page: { readonly after: number; readonly limit?: number },
    options?: CallOptions,
  ): Promise<EventsAnswer>;
}
