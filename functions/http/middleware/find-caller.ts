import { toTimestamp } from "@parley/chat/clock";
import type { UserId } from "@parley/protocol";
import { withRetry } from "@parley/stores/postgres/outage";
import { createMiddleware } from "hono/factory";
import { askAuth } from "../account/ask-auth.ts";
import type { Auth } from "../account/create-auth.ts";
import type { ApiEnv, Caller } from "../api-env.ts";

export interface FindCallerDeps {
  readonly auth: Auth;
  /** Whose verified account administers the service; empty: nobody's. */
  readonly adminEmail: string;
}

/** Resolves the session, once per request, and lets everybody through. */
export function findCaller(deps: FindCallerDeps) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { headers } = c.req.raw;
    if (headers.has("cookie") || headers.has("authorization")) {
      const { response: found, headers: renewed } = await withRetry(() =>
        askAuth(() => deps.auth.api.getSession({ headers, returnHeaders: true })),
      );
      if (found !== null) {
        const caller = toCaller(found, deps.adminEmail);
        c.set("found", { caller, cookies: renewed.getSetCookie() });
        c.env.invocation.access.userId = caller.identity.userId;
      }
    }
    await next();
  });
}

type Found = NonNullable<Awaited<ReturnType<Auth["api"]["getSession"]>>>;

function toCaller({ session, user }: Found, adminEmail: string): Caller {
  const { name, lastName, username, email, createdAt } = user;
  const id = user.id as UserId;
  const person = { name, lastName, username: username ?? "" };
  return {
    identity: {
      userId: id,
      sessionId: session.id,
      ...person,
      sessionExpiresAtMs: session.expiresAt.getTime(),
    },
    me: {
      id,
      ...person,
      email,
      role: user.role === "admin" || email === adminEmail ? "admin" : "user",
      createdAt: toTimestamp(createdAt.getTime()),
    },
  };
}
