/**
 * The budget of a function's bundle, minified, in bytes: what a cold start has to load.
 *
 * `api` carries Better Auth, Hono and the OpenAPI document; the others must stay small.
 */
import type { FunctionName } from "./functions.ts";

const kilobyte = 1_024;

export const bundleBytesMax = {
  authorize: 900 * kilobyte,
  connect: 900 * kilobyte,
  message: 1_600 * kilobyte,
  disconnect: 1_200 * kilobyte,
  api: 4_096 * kilobyte,
  migrate: 900 * kilobyte,
  sweep: 1_600 * kilobyte,
} as const satisfies Record<FunctionName, number>;
