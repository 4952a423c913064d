/**
 * How many sandboxes of a function may run at once, at most and for sure.
 *
 * `migrate` and `sweep` must not run beside themselves. The others are bounded so that a flood of one
 * kind cannot take the account's concurrency (1,000 by default, of which Lambda keeps 100 unreserved)
 * from the rest, nor open more connections than Redis and Postgres take: a sandbox holds one of each.
 *
 * Source of the numbers: "Lambda quotas" and "Configuring reserved concurrency", AWS Lambda developer guide.
 */
import type { FunctionName } from "./functions.ts";

export const reservedConcurrency = {
  authorize: 100,
  connect: 100,
  message: 300,
  disconnect: 100,
  api: 200,
  migrate: 1,
  sweep: 1,
  deliver: 60,
  drain: 30,
  hook: 8,
} as const satisfies Record<FunctionName, number>;

/** Lambda refuses a reservation that leaves less than this to all other functions of the account. */
export const unreservedConcurrencyMin = 100;

/** The account's quota that the numbers above are made for. */
export const accountConcurrency = 1_000;
