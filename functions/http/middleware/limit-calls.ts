import { ChatError } from "@parley/chat/chat-error";
import type { RateLimit } from "@parley/chat/throttle/rate-limit";
import type { Throttle, ThrottleOutcome } from "@parley/chat/throttle/throttle";
import { createMiddleware } from "hono/factory";
import type { ApiContext, ApiEnv } from "../api-env.ts";
import { addressHeader } from "../lambda-request.ts";
import { networkOf } from "../network-of.ts";

/** What callers may do, each in the syntax of `parseRateLimit`; empty: unlimited. */
export interface CallLimits {
  readonly signedIn: RateLimit;
  readonly anonymous: RateLimit;
  readonly signIn: RateLimit;
  readonly signUp: RateLimit;
  readonly mail: RateLimit;
}

export interface LimitDeps {
  readonly throttle: Throttle;
  readonly limits: CallLimits;
}

/**
 * Counts every call against its person, or without a session against its address, and tells what is left (the
 * `RateLimit` fields of draft-ietf-httpapi-ratelimit-headers). While the buckets are out of reach calls pass:
 * what must not, signing in and sending, is refused by its own bucket.
 *
 * @throws {ChatError} `rate_limited` with the time after which the next call will pass.
 */
export function limitCalls({ throttle, limits }: LimitDeps) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const user = c.var.found?.caller.identity.userId;
    const limit = user === undefined ? limits.anonymous : limits.signedIn;
    const subject = user === undefined ? `${addressOf(c)}:calls` : `${user}:calls`;
    const outcome = limit.length === 0 ? undefined : await takeIfReachable(throttle, subject, limit);
    if (outcome !== undefined) tellQuota(c, limit, outcome);
    if (outcome?.allowed === false) throw denied(outcome);
    await next();
    // An answer that was made elsewhere has left what was set before behind.
    if (outcome !== undefined) tellQuota(c, limit, outcome);
  });
}

/**
 * Takes a token of a stricter bucket, such as signing in.
 *
 * @throws {ChatError} `rate_limited`, and `unavailable` when the buckets are out of reach.
 */
export async function takeToken(throttle: Throttle, subject: string, limit: RateLimit): Promise<void> {
  if (limit.length === 0) return;
  const outcome = await throttle.take(subject, limit);
  if (!outcome.allowed) throw denied(outcome);
}

/** The caller's network, as buckets know it. */
export function addressOf(c: ApiContext): string {
  return networkOf(c.req.header(addressHeader) ?? "");
}

async function takeIfReachable(
  throttle: Throttle,
  subject: string,
  limit: RateLimit,
): Promise<ThrottleOutcome | undefined> {
  try {
    return await throttle.take(subject, limit);
  } catch (error) {
    if (error instanceof ChatError && error.code === "unavailable") return undefined;
    throw error;
  }
}

function denied({ retryAfterMs }: Extract<ThrottleOutcome, { allowed: false }>): ChatError {
  return new ChatError("rate_limited", { retryAfterMs });
}

const msPerSecond = 1_000;

function tellQuota(c: ApiContext, limit: RateLimit, outcome: ThrottleOutcome): void {
  const policies = limit.map(({ count, windowMs }) => `"calls";q=${count};w=${windowMs / msPerSecond}`);
  c.header("ratelimit-policy", policies.join(", "));
  const { remaining, resetMs } = outcome.allowed
    ? (outcome.quota ?? { remaining: 0, resetMs: 0 })
    : { remaining: 0, resetMs: outcome.retryAfterMs };
  c.header("ratelimit", `"calls";r=${remaining};t=${Math.ceil(resetMs / msPerSecond)}`);
}
