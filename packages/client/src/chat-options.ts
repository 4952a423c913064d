import type { Clock } from "./clock.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import type { Surroundings } from "./surroundings.ts";
import type { LocksLike, WebSocketLike } from "./web-types.ts";

/** What happened inside, for the application's log. Never holds a token, a ticket or a message's text. */
export interface LogEntry {
  readonly level: "debug" | "warn" | "error";
  /** A short, constant sentence; what varies is in `facts` and `error`. */
  readonly message: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

export interface ChatOptions {
  /** Where the HTTP API lives. Default: `/api` of the page's origin; outside a browser it is required. */
  readonly apiUrl?: string;
  /**
   * How calls are authenticated: by the browser's session cookie, or by a bearer token that the SDK takes
   * from the answer to a sign-in. Default: `cookie` where there is a document, else `bearer`.
   */
  readonly auth?: "cookie" | "bearer";
  /** A session token kept from an earlier run; implies `auth: "bearer"`. */
  readonly token?: string;
  /** Told the new token after a sign-in and `undefined` after a sign-out, to keep it somewhere safe. */
  readonly onToken?: (token: string | undefined) => void;
  /** Where the outbox and the last-seen marks live. Default: memory, which does not survive a reload. */
  readonly storage?: ChatStorage;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Default: the platform's (browsers; Node from 22). */
  readonly WebSocket?: new (
    url: string,
  ) => WebSocketLike;
  readonly clock?: Clock;
  /** A number in [0, 1): the source of all jitter. Default: `Math.random`. */
  readonly random?: () => number;
  /** A new id, unique for ever. Default: a random UUID. */
  readonly newId?: () => string;
  /** Whether the network is there and the page is seen. Default: the browser's, where there is one. */
  readonly surroundings?: Surroundings;
  /** Web Locks, by which tabs that share a storage agree on who sends what. Default: the browser's. */
  readonly locks?: LocksLike | null;
  /** When notifications of changed snapshots are flushed. Default: `queueMicrotask`. */
  readonly schedule?: (flush: () => void) => void;
  /** After this time without an answer an HTTP request is given up. Default: 15,000. */
  readonly requestTimeoutMs?: number;
  readonly log?: (entry: LogEntry) => void;
}
