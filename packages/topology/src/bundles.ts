/**
 * The budget of a function's bundle, minified, in bytes: what a cold start has to load, without the chunks that
 * are loaded by a call.
 *
 * `api` carries Better Auth, Hono and the OpenAPI document; the others must stay small.
 */
import type { FunctionName } from "./functions.ts";

const kilobyte = 1_024;

export const bundleBytesMax = {
  authorize: 400 * kilobyte,
  connect: 430 * kilobyte,
  message: 700 * kilobyte,
  disconnect: 440 * kilobyte,
  api: 1_800 * kilobyte,
  migrate: 370 * kilobyte,
  sweep: 660 * kilobyte,
  deliver: 450 * kilobyte,
  drain: 650 * kilobyte,
  hook: 390 * kilobyte,
} as const satisfies Record<FunctionName, number>;
