/**
 * The budget of a function's bundle, minified, in bytes: what a cold start has to load.
 *
 * `api` carries Better Auth, Hono and the OpenAPI document; the others must stay small.
 */
import type { FunctionName } from "./functions.ts";

const kilobyte = 1_024;

export const bundleBytesMax = {
  authorize: 500 * kilobyte,
  connect: 650 * kilobyte,
  message: 1_300 * kilobyte,
  disconnect: 900 * kilobyte,
  api: 2_200 * kilobyte,
  migrate: 500 * kilobyte,
  sweep: 1_300 * kilobyte,
  deliver: 1_000 * kilobyte,
  drain: 1_300 * kilobyte,
  hook: 900 * kilobyte,
} as const satisfies Record<FunctionName, number>;
