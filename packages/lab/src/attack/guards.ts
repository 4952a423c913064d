/** A piece of code that holds a line of `docs/security.md`, and the test that is to notice when it is gone. */
export interface Guard {
  /** The line: `SEC7`. */
  readonly line: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly code: string;
  /** What stands there when the guard is gone. */
  readonly without: string;
  /** The file of the test, and a part of its title. */
  readonly test: readonly [file: string, title: string];
}

const frames = "packages/lab/src/attack/frames.local.test.ts";
const sessions = "packages/lab/src/simulation/rules/session.test.ts";
const accounts = "functions/http/accounts.local.test.ts";
const accountStore = "packages/stores/src/postgres/postgres-account-store.pg.test.ts";
const verifications = "packages/stores/src/postgres/postgres-verification-store.ts";

export const guards: readonly Guard[] = [
  {
    line: "SEC1",
    file: "functions/http/account/create-auth.ts",
    code: 'cookiePrefix: secure ? "__Host-parley" : "parley"',
    without: 'cookiePrefix: "parley"',
    test: ["functions/http/account/create-auth.test.ts", "is bound to its host and to TLS"],
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
    code: "await Promise.all(connectionIds.map((id) => deps.gateway.close(id)));",
    without: "",
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
    line: "SEC6",
    file: "packages/stores/src/redis/room-script-prelude.ts",
    code: "and all[at] ~= '' then redis.call('HDEL', online, all[at]) end",
    without: "and all[at] ~= '' then end",
    test: [frames, "[SEC6]"],
  },
  {
    line: "SEC7",
    file: "packages/chat/src/membership/refuse-stranger.ts",
    code: 'if (found === undefined) throw new ChatError("not_found");',
    without: 'if (found === undefined) throw new ChatError("forbidden");',
    test: [frames, "[SEC7]"],
  },
  {
    line: "SEC8",
    file: "packages/protocol/src/frames/client/message-send.ts",
    code: "z.strictObject({",
    without: "z.looseObject({",
    test: [frames, "[SEC8]"],
  },
  {
    line: "SEC9",
    file: "packages/protocol/src/ids.ts",
    code: ".max(limits.requestIdCharsMax)",
    without: "",
    test: [frames, "[SEC9]"],
  },
  {
    line: "SEC9",
    file: "functions/http/lambda-request.ts",
    code: "if (bytes.byteLength > bodyBytesMax) {",
    without: "if (bytes.byteLength > bodyBytesMax * 8) {",
    test: ["functions/http/lambda-request.test.ts", "[SEC9]"],
  },
  {
    line: "SEC10",
    file: "packages/chat/src/message/event-draft.ts",
    code: "input.eventId : `${input.user} ${input.clientId}`",
    without: "input.eventId : input.clientId",
    test: [frames, "[SEC10]"],
  },
  {
    line: "SEC11",
    file: "functions/http/middleware/limit-calls.ts",
    code: "if (!outcome.allowed) throw denied(outcome);",
    without: "",
    test: ["functions/http/limits.local.test.ts", "is limited by account and by address"],
  },
  {
    line: "SEC12",
    file: "packages/protocol/src/frames/client/unsubscribe.ts",
    code: ".max(limits.roomsPerFrameMax)",
    without: "",
    test: [frames, "[SEC12]"],
  },
  {
    line: "SEC13",
    file: "functions/http/account/hash-password.ts",
    code: "const log2Cost = 17;",
    without: "const log2Cost = 10;",
    test: ["functions/http/account/hash-password.test.ts", "[SEC13]"],
  },
  {
    line: "SEC14",
    file: "functions/http/routes/account-routes.ts",
    code: "await paceAnswer(secretiveFloorMs, () => signUp(deps, body, c.req.raw.headers))",
    without: "await signUp(deps, body, c.req.raw.headers)",
    test: [accounts, "[SEC14] says and takes the same"],
  },
  {
    line: "SEC15",
    file: verifications,
    code: "delete from verifications where identifier = $1 returning",
    without: "update verifications set value = value where identifier = $1 returning",
    test: [accountStore, "[SEC15]"],
  },
  {
    line: "SEC15",
    file: verifications,
    code: '${createHash("sha256").update(token).digest("base64url")}',
    without: "${token}",
    test: [accountStore, "[SEC15]"],
  },
  {
    line: "SEC16",
    file: "functions/http/account/create-auth.ts",
    code: "bearer({ requireSignature: true })",
    without: "bearer()",
    test: [frames, "[SEC16]"],
  },
  {
    line: "SEC17",
    file: "packages/topology/src/web-headers.ts",
    code: `"script-src": ["'self'"]`,
    without: `"script-src": ["'self'", "'unsafe-inline'"]`,
    test: ["packages/local/src/web/static-files.local.test.ts", "[SEC17]"],
  },
  {
    line: "SEC18",
    file: "web/src/room/markdown/allowed-url.ts",
    code: "if (!schemes.has(url.protocol)) return undefined;",
    without: "",
    test: ["web/src/room/markdown/allowed-url.test.ts", "refuses"],
  },
  {
    line: "SEC19",
    file: "packages/stores/src/postgres/postgres-message-search.ts",
    code: "websearch_to_tsquery('simple', $1)",
    without: "to_tsquery('simple', $1)",
    test: ["packages/stores/src/postgres/postgres-message-search.pg.test.ts", "[SEC19]"],
  },
  {
    line: "SEC20",
    file: "functions/edge/refusal.ts",
    code: 'thrown instanceof ChatError ? thrown : new ChatError("internal")',
    without: 'thrown instanceof ChatError ? thrown : new ChatError("internal", { message: String(thrown) })',
    test: ["functions/edge/wrap-websocket.test.ts", "[SEC20] keeps the cause"],
  },
  {
    line: "SEC21",
    file: "functions/edge/middleware/publish-metrics.ts",
    code: 'refusal.addMetric("Refusals", MetricUnit.Count, 1);',
    without: "",
    test: ["functions/edge/wrap-websocket.test.ts", "[SEC21]"],
  },
  {
    line: "SEC22",
    file: "packages/topology/src/permissions.ts",
    code: 'actions: ["dynamodb:PutItem"]',
    without: 'actions: ["dynamodb:*"]',
    test: ["infra/permissions.test.ts", "[SEC22]"],
  },
  {
    line: "SEC23",
    file: ".github/workflows/ci.yml",
    code: "permissions:\n  contents: read",
    without: "permissions:\n  contents: write",
    test: ["infra/workflows.test.ts", "[SEC23]"],
  },
  {
    line: "SEC24",
    file: "packages/local/src/settings/refuse-production.ts",
    code: "if (!loopbackHosts.has(new URL(text).hostname)) {",
    without: 'if (text === "") {',
    test: ["packages/local/src/settings/refuse-production.test.ts", ""],
  },
];
