import type { Guard } from "./guard.ts";

const frames = "packages/lab/src/attack/frames.local.test.ts";
const sessions = "packages/lab/src/simulation/rules/session.test.ts";
const accounts = "functions/http/accounts.local.test.ts";

/** Who gets in, and what becomes of those who have to go. */
export const admissionGuards: readonly Guard[] = [
  {
    line: "SEC1",
    file: "functions/http/account/create-auth.ts",
    code: 'cookiePrefix: secure ? "__Host-parley" : "parley"',
    without: 'cookiePrefix: "parley"',
    test: ["functions/http/account/create-auth.test.ts", "is bound to its host and to TLS"],
  },
  {
    line: "SEC1",
    file: "functions/http/account/create-auth.ts",
    code: 'httpOnly: true, sameSite: "lax"',
    without: 'httpOnly: false, sameSite: "none"',
    test: ["functions/http/account/create-auth.test.ts", "is bound to its host and to TLS"],
  },
  {
    line: "SEC1",
    file: "functions/http/middleware/harden-answers.ts",
    code: "if (secure)",
    without: "if (!secure)",
    test: ["functions/http/middleware/harden-answers.test.ts", "[SEC1]"],
  },
  {
    line: "SEC2",
    file: "packages/chat/src/connection/admit-connection.ts",
    code: "!deps.originsAllowed.includes(origin)",
    without: "!deps.originsAllowed.some((one) => origin.startsWith(one))",
    test: [frames, "[SEC2]"],
  },
  {
    line: "SEC2",
    file: "functions/http/middleware/check-origin.ts",
    code: "return !originsAllowed.includes(origin);",
    without: 'return origin !== "null" && !originsAllowed.includes(origin);',
    test: [accounts, "[SEC2]"],
  },
  {
    line: "SEC3",
    file: "packages/stores/src/redis/redis-ticket-store.ts",
    code: "redis.getdel(ticketKey(ticket))",
    without: "redis.get(ticketKey(ticket))",
    test: ["packages/stores/src/redis/redis-ticket-store.redis.test.ts", "[SEC3] admits the first"],
  },
  {
    line: "SEC3",
    file: "packages/stores/src/redis/redis-ticket-store.ts",
    code: "const ticketBytes = 32;",
    without: "const ticketBytes = 8;",
    test: [frames, "[SEC3]"],
  },
  {
    line: "SEC3",
    file: "packages/stores/src/redis/redis-ticket-store.ts",
    code: "const ticketTtlMs = 60_000;",
    without: "const ticketTtlMs = 600_000;",
    test: ["packages/stores/src/redis/redis-ticket-store.redis.test.ts", "[SEC3] lives for a minute"],
  },
  {
    line: "SEC3",
    file: "packages/stores/src/redis/keys.ts",
    code: 'ticket:{${createHash("sha256").update(ticket).digest("base64url")}}',
    without: "ticket:{${ticket}}",
    test: ["packages/stores/src/redis/redis-ticket-store.redis.test.ts", "[SEC3] lives for a minute"],
  },
  {
    line: "SEC4",
    file: "functions/http/middleware/name-route.ts",
    code: 'route?.path ?? "*"',
    without: "c.req.url",
    test: [accounts, "[SEC4]"],
  },
  {
    line: "SEC4",
    file: "functions/edge/describe-error.ts",
    code: "const message = withoutParameters(thrown.message);",
    without: "const message = thrown.message;",
    test: ["functions/edge/describe-error.test.ts", "[SEC4]"],
  },
  {
    line: "SEC5",
    file: "packages/chat/src/connection/close-connections.ts",
    code: "await Promise.all(connectionIds.map((id) => deps.gateway.close(id)))",
    without: "connectionIds.map(() => true)",
    test: [accounts, "[SEC5]"],
  },
  {
    line: "SEC5",
    file: "packages/chat/src/connection/admit-frame.ts",
    code: "const expired = sessionExpiresAtMs <= deps.clock.now();",
    without: "const expired = false;",
    test: [sessions, "[SEC5]"],
  },
  {
    line: "SEC5",
    file: "packages/chat/src/connection/admit-connection.ts",
    code: 'if (ended) throw new ChatError("unauthenticated");',
    without: "",
    test: [sessions, "[SES4]"],
  },
  {
    line: "SEC5",
    file: "functions/http/account/create-auth.ts",
    code: 'if (await deps.isBanned(userId as UserId)) throw new APIError("FORBIDDEN");',
    without: "",
    test: ["functions/http/admin.local.test.ts", "[SEC5] shuts a person out"],
  },
  {
    line: "SEC5",
    file: "packages/chat/src/connection/end-connections.ts",
    code: "...unknown.map((connectionId) => deps.gateway.close(connectionId)),",
    without: "",
    test: [sessions, "has a connection whose record is out of reach closed"],
  },
  {
    line: "SEC5",
    file: "packages/chat/src/connection/end-connections.ts",
    code: "if (closed.includes(false))",
    without: "if (closed.length === 0)",
    test: [sessions, "[SES5]"],
  },
  {
    line: "SEC6",
    file: "packages/stores/src/redis/room-script-prelude.ts",
    code: "and all[at] ~= '' then redis.call('HDEL', online, all[at]) end",
    without: "and all[at] ~= '' then end",
    test: [frames, "[SEC6]"],
  },
];
