import type { ChatOptions } from "./chat-options.ts";
import { type Clock, systemClock } from "./clock.ts";
import { platformSurroundings, type Surroundings } from "./surroundings.ts";
import type { LocksLike, WebSocketLike } from "./web-types.ts";

/** What `createChat` runs on: the options, and the platform's own for what they leave open. */
export interface Platform {
  readonly apiUrl: string;
  readonly usesCookies: boolean;
  readonly fetch: typeof fetch;
  /** Undefined where the platform has none: then only the HTTP calls work. */
  readonly WebSocket: (new (url: string) => WebSocketLike) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  readonly surroundings: Surroundings;
  readonly locks: LocksLike | null;
  readonly schedule: (flush: () => void) => void;
  readonly timeoutMs: number;
}

const requestTimeoutMsDefault = 15_000;

interface Globals {
  readonly document?: unknown;
  readonly WebSocket?: new (url: string) => WebSocketLike;
  readonly navigator?: { readonly locks?: LocksLike };
}

/** @throws {TypeError} outside a browser without an `apiUrl`. */
export function platformOf(options: ChatOptions): Platform {
  const globals = globalThis as unknown as Globals;
  const isBrowser = globals.document !== undefined;
  const apiUrl = options.apiUrl ?? (isBrowser ? "/api" : undefined);
  if (apiUrl === undefined) throw new TypeError("Outside a browser, createChat needs an apiUrl.");
  return {
    apiUrl: apiUrl.replace(/\/+$/, ""),
    usesCookies:
      (options.auth ?? (options.token === undefined && isBrowser ? "cookie" : "bearer")) === "cookie",
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    WebSocket: options.WebSocket ?? globals.WebSocket,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    newId: options.newId ?? randomId,
    surroundings: options.surroundings ?? platformSurroundings(),
    // Only tabs share locks as they share storage: Node's own end at the process.
    locks: options.locks === undefined ? (isBrowser && globals.navigator?.locks) || null : options.locks,
    schedule: options.schedule ?? queueMicrotask,
    timeoutMs: options.requestTimeoutMs ?? requestTimeoutMsDefault,
  };
}

/** A UUID, also where a page without TLS has no `crypto.randomUUID`. */
function randomId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return hex.join("");
}
