import type { BotStore, KnownBot } from "@parley/chat/bot/bot-store";
import { toTimestamp } from "@parley/chat/clock";
import { createMiddleware } from "hono/factory";
import type { FoundSession, SessionReader } from "../account/session-reader.ts";
import type { ApiEnv, Caller } from "../api-env.ts";

export interface FindCallerDeps {
  readonly bots: Pick<BotStore, "findByToken">;
  readonly readSession: SessionReader;
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
      const found = await deps.readSession(headers);
      if (found !== undefined) {
        const caller = toCaller(found, deps.adminEmail);
        c.set("found", { caller, cookies: found.cookies });
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

function toCaller({ id: sessionId, expiresAtMs, person }: FoundSession, adminEmail: string): Caller {
  const { id, name, lastName, username, email, role, createdAtMs } = person;
  const names = { name, lastName, username };
  return {
    identity: { userId: id, sessionId, ...names, sessionExpiresAtMs: expiresAtMs },
    me: {
      id,
      ...names,
      email,
      role: role === "admin" || email === adminEmail ? "admin" : "user",
      createdAt: toTimestamp(createdAtMs),
    },
  };
}
