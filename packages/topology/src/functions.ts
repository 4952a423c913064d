/**
 * The Lambda functions: what SST deploys and what the local cloud runs.
 *
 * `handler` is `file.export` relative to the repository's root, without the extension.
 * API Gateway waits at most 29 s for an integration, so nothing behind it may have more.
 */
import type { EnvironmentName } from "./environment.ts";

export interface FunctionFacts {
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: readonly EnvironmentName[];
}

const log = ["STAGE", "LOG_LEVEL"] as const;
const redis = ["REDIS_URL", "REDIS_CLUSTER"] as const;
const postgres = ["DATABASE_URL", "DATABASE_WS_PROXY"] as const;
const connections = ["CONNECTIONS_TABLE"] as const;
const sockets = ["WEBSOCKET_CALLBACK_URL"] as const;
/** Of those that drain rooms: they post frames, or leave that and what they cannot finish to others. */
const draining = [
  ...log,
  ...redis,
  ...postgres,
  ...connections,
  ...sockets,
  "DELIVERIES_QUEUE_URL",
  "DRAINS_QUEUE_URL",
  "HOOKS_QUEUE_URL",
  "DIRECT_RECIPIENTS_MAX",
] as const;

export const functions = {
  authorize: {
    handler: "functions/ws/authorize.handler",
    timeoutMs: 5_000,
    memoryMb: 256,
    environment: [...log, ...redis, "ORIGINS_ALLOWED"],
  },
  connect: {
    handler: "functions/ws/connect.handler",
    timeoutMs: 5_000,
    memoryMb: 256,
    environment: [...log, ...connections],
  },
  message: {
    handler: "functions/ws/message.handler",
    timeoutMs: 29_000,
    memoryMb: 512,
    environment: [...draining, "LIMIT_MESSAGES", "LIMIT_FRAMES", "SPAM_WORDS"],
  },
  disconnect: {
    handler: "functions/ws/disconnect.handler",
    timeoutMs: 10_000,
    memoryMb: 256,
    environment: [...log, ...redis, ...connections],
  },
  api: {
    handler: "functions/http/api.handler",
    timeoutMs: 29_000,
    memoryMb: 1_024,
    environment: [
      ...draining,
      "PUBLIC_URL",
      "WEBSOCKET_URL",
      "ORIGINS_ALLOWED",
      "AUTH_SECRET",
      "MAIL_FROM",
      "LIMIT_MESSAGES",
      "SPAM_WORDS",
      "LIMIT_CALLS",
      "LIMIT_CALLS_ANONYMOUS",
      "LIMIT_SIGN_IN",
      "LIMIT_SIGN_UP",
      "LIMIT_MAIL",
      "LIMIT_HOOKS",
      "HOOK_TARGETS",
      "ORIGIN_SECRET",
      "ADMIN_EMAIL",
      "GITHUB_CLIENT_ID",
      "GITHUB_CLIENT_SECRET",
      "GITHUB_URL",
      "GOOGLE_CLIENT_ID",
      "GOOGLE_CLIENT_SECRET",
    ],
  },
  migrate: {
    handler: "functions/jobs/migrate.handler",
    timeoutMs: 60_000,
    memoryMb: 512,
    environment: [...log, ...postgres],
  },
  sweep: {
    handler: "functions/jobs/sweep.handler",
    timeoutMs: 55_000,
    memoryMb: 512,
    environment: draining,
  },
  deliver: {
    handler: "functions/jobs/deliver.handler",
    timeoutMs: 30_000,
    memoryMb: 512,
    environment: [...log, ...redis, ...connections, ...sockets],
  },
  drain: {
    handler: "functions/jobs/drain.handler",
    timeoutMs: 30_000,
    memoryMb: 512,
    environment: draining,
  },
  hook: {
    handler: "functions/jobs/hook.handler",
    timeoutMs: 30_000,
    memoryMb: 256,
    environment: [...log, ...postgres, "HOOKS_QUEUE_URL", "HOOK_TARGETS"],
  },
} as const satisfies Record<string, FunctionFacts>;

export type FunctionName = keyof typeof functions;
