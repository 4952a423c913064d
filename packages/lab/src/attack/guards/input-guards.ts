import type { Guard } from "./guard.ts";

const frames = "packages/lab/src/attack/frames.local.test.ts";

/** What may be asked, and how often. */
export const inputGuards: readonly Guard[] = [
  {
    line: "SEC7",
    file: "packages/chat/src/membership/refuse-stranger.ts",
    code: 'if (found === undefined) throw new ChatError("not_found");',
    without: 'if (found === undefined) throw new ChatError("forbidden");',
    test: [frames, "[SEC7]"],
  },
  {
    line: "SEC7",
    file: "packages/stores/src/postgres/postgres-room-store.ts",
    code: "r.kind = 'public' or exists (",
    without: "true or exists (",
    test: ["packages/stores/src/postgres/postgres-room-store.pg.test.ts", "[SEC7]"],
  },
  {
    line: "SEC7",
    file: "packages/chat/src/message/append-event.ts",
    code: 'if (outcome.kind === "refused" && outcome.code === "not_found") await refuseStranger(deps, entry);',
    without: "",
    test: ["packages/lab/src/attack/same-time.alone.test.ts", "[SEC7]"],
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
    line: "SEC11",
    file: "packages/stores/src/redis/redis-throttle.ts",
    code: "if wait > 0 then return { wait } end",
    without: "if wait > 0 then return { 1 } end",
    test: ["packages/stores/src/redis/redis-throttle.redis.test.ts", "RedisThrottle on"],
  },
  {
    line: "SEC11",
    file: "packages/stores/src/redis/redis-throttle.ts",
    code: "if taken then wait =",
    without: "if taken and i > #ARGV then wait =",
    test: ["packages/stores/src/redis/redis-throttle.redis.test.ts", "RedisThrottle on"],
  },
  {
    line: "SEC11",
    file: "functions/http/middleware/limit-calls.ts",
    code: "const outcome = await throttle.take(`${subject}:${bucket}`, limit);",
    without:
      "const outcome = (await takeIfReachable(throttle, `${subject}:${bucket}`, limit)) ?? { allowed: true };",
    test: ["functions/http/limits.local.test.ts", "[SEC11] fails closed"],
  },
  {
    line: "SEC11",
    file: "packages/chat/src/throttle/rate-limit.ts",
    code: "if (unit === undefined || count < 1 || count > countMax) {",
    without: "if (unit === undefined) {",
    test: ["packages/chat/src/throttle/rate-limit.test.ts", "[THR7]"],
  },
  {
    line: "SEC12",
    file: "packages/protocol/src/frames/client/unsubscribe.ts",
    code: ".max(limits.roomsPerFrameMax)",
    without: "",
    test: [frames, "[SEC12]"],
  },
  {
    line: "SEC12",
    file: "packages/chat/src/connection/greet-connection.ts",
    code: "if (live > connectionsPerUserMax) return refuseConnection(deps, input);",
    without: "",
    test: ["packages/lab/src/simulation/rules/delivery.test.ts", "[DEL13] have a cap"],
  },
];
