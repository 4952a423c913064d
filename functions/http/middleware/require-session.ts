import { ChatError } from "@parley/chat/chat-error";
import { toTimestamp } from "@parley/chat/clock";
import type { UserId } from "@parley/protocol";
import { withRetry } from "@parley/stores/postgres/outage";
import { createMiddleware } from "hono/factory";
import { askAuth } from "../account/ask-auth.ts";
import type { Auth } from "../account/create-auth.ts";
import type { ApiEnv, Caller } from "../api-env.ts";

/**
 * Resolves the session, once per request, and lets nobody through without one.
 *
 * @throws {ChatError} `unauthenticated` without a session that holds.
 */
export function requireSession(auth: Auth) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { headers } = c.req.raw;
    if (!headers.has("cookie") && !headers.has("authorization")) throw new ChatError("unauthenticated");
    const { response: found, headers: renewed } = await withRetry(() =>
      askAuth(() => auth.api.getSession({ headers, returnHeaders: true })),
    );
    if (found === null) throw new ChatError("unauthenticated");
    const caller = toCaller(found);
    c.set("caller", caller);
    c.env.invocation.access.userId = caller.identity.userId;
    await next();
    // A session in use is renewed now and then, and its cookie with it.
    for (const cookie of renewed.getSetCookie()) c.header("set-cookie", cookie, { append: true });
  });
}

type Found = NonNullable<Awaited<ReturnType<Auth["api"]["getSession"]>>>;

function toCaller({ session, user }: Found): Caller {
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
      role: user.role === "admin" ? "admin" : "user",
      createdAt: toTimestamp(createdAt.getTime()),
    },
  };
}
