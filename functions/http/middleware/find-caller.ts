import type { BotStore, KnownBot } from "@parley/chat/bot/bot-store";
import { toTimestamp } from "@parley/chat/clock";
import type { UserId } from "@parley/protocol";
import { withRetry } from "@parley/stores/postgres/outage";
import { createMiddleware } from "hono/factory";
import { askAuth } from "../account/ask-auth.ts";
import type { Auth } from "../account/create-auth.ts";
import type { ApiEnv, Caller } from "../api-env.ts";

export interface FindCallerDeps {
  readonly bots: Pick<BotStore, "findByToken">;
  readonly auth: Auth;
  /** Whose verified account administers the service; empty: nobody's. */
  readonly adminEmail: string;
}

/** Resolves the session, or the bot's token, once per request, and lets everybody through. */
export function findCaller(deps: FindCallerDeps) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { headers } = c.req.raw;
    const token = botTokenOf(headers);
    if (token !== undefined) {
      const known = await deps.bots.findByToken(token);
      if (known !== undefined) {
        c.set("found", { caller: toBotCaller(known), cookies: [] });
        c.env.invocation.access.userId = known.bot.id;
      }
    } else if (headers.has("cookie") || headers.has("authorization")) {
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

const botTokenPattern = /^Bearer (prl_\S+)$/i;

/** What begins so is no session's token, whatever else comes with it. */
function botTokenOf(headers: Headers): string | undefined {
  return botTokenPattern.exec(headers.get("authorization") ?? "")?.[1];
}

/** The last moment that a date can name: a token lasts until it is revoked. */
const neverMs = 8.64e15;

function toBotCaller({ bot, tokenId }: KnownBot): Caller {
  const { id, name, username, createdAt } = bot;
  const names = { name, lastName: "", username };
  return {
    identity: { userId: id, sessionId: tokenId, ...names, sessionExpiresAtMs: neverMs },
    me: { id, ...names, bot: true, email: "", role: "user", createdAt },
  };
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
