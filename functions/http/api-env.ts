import type { Identity } from "@parley/chat/connection/identity";
import type { Me } from "@parley/protocol";
import type { Context, Hono } from "hono";
import type { Invocation } from "../edge/invocation.ts";
import type { Quota } from "./middleware/limit-calls.ts";

/** Who calls: resolved once per request, from the cookie or the bearer token. */
export interface Caller {
  readonly identity: Identity;
  readonly me: Me;
}

/** What Hono carries through a request of this API. */
export interface ApiEnv {
  Bindings: { readonly invocation: Invocation };
  Variables: {
    /** Behind `requireSession`. */
    caller: Caller;
    /** What is left of the buckets that the call took from, to be told with its answer. */
    quotas?: readonly Quota[];
    /** Set by the one route that answers a page: what that may load. */
    pagePolicy?: string;
    /** Set by `findCaller` when there is a session; `cookies` renew it. */
    found?: { readonly caller: Caller; readonly cookies: readonly string[] };
  };
}

export type Api = Hono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;
