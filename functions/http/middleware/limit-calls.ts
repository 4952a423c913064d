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

/** A stricter bucket that a call takes from, beside that of all calls. */
export interface TokenInput {
  readonly bucket: "calls" | "sign-in" | "sign-up" | "mail";
  readonly subject: string;
  readonly limit: RateLimit;
  /** Whether what is left is told. Of what others can empty too it would tell what they have done. */
  readonly told?: boolean;
}

/** What became of a bucket, to be told. */
export interface Quota {
  readonly bucket: string;
  readonly limit: RateLimit;
  readonly outcome: ThrottleOutcome;
}

/**
 * Counts every call against its person, or without a session against its address. While the buckets are out of reach calls pass:
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
    c.set("quotas", outcome === undefined ? [] : [{ bucket: "calls", limit, outcome }]);
    if (outcome?.allowed === false) throw denied(outcome);
    await next();
  });
}

/**
 * Takes a token of a stricter bucket, such as signing in.
 *
 * @throws {ChatError} `rate_limited`, and `unavailable` when the buckets are out of reach.
 */
export async function takeToken(
  c: ApiContext,
  { throttle }: Pick<LimitDeps, "throttle">,
  { bucket, subject, limit, told = false }: TokenInput,
): Promise<void> {
  if (limit.length === 0) return;
  const outcome = await throttle.take(`${subject}:${bucket}`, limit);
  // Of two buckets under one name the one that refuses is told.
  const others = (c.var.quotas ?? []).filter((quota) => quota.bucket !== bucket);
  if (told || !outcome.allowed) c.set("quotas", [...others, { bucket, limit, outcome }]);
  if (!outcome.allowed) throw denied(outcome);
}

/** The buckets of the domain's own functions, which are told as the others are. */
export function tellBucket(c: ApiContext, throttle: Throttle, bucket: string): Throttle {
  return {
    take: async (subject, limit) => {
      const outcome = await throttle.take(subject, limit);
      c.set("quotas", [...(c.var.quotas ?? []), { bucket, limit, outcome }]);
      return outcome;
    },
  };
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

/**
 * Tells what is left of every bucket that the call took from, in the `RateLimit` fields of
 * draft-ietf-httpapi-ratelimit-headers, whether it was answered or refused.
 */
export function tellQuotas() {
  return createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    const { quotas = [] } = c.var;
    if (quotas.length === 0) return;
    c.res.headers.set("ratelimit-policy", quotas.flatMap(policiesOf).join(", "));
    c.res.headers.set("ratelimit", quotas.map(remainderOf).join(", "));
  });
}

function policiesOf({ bucket, limit }: Quota): string[] {
  return limit.map(({ count, windowMs }) => `"${bucket}";q=${count};w=${windowMs / msPerSecond}`);
}

function remainderOf({ bucket, outcome }: Quota): string {
  const { remaining, resetMs } = outcome.allowed
    ? (outcome.quota ?? { remaining: 0, resetMs: 0 })
    : { remaining: 0, resetMs: outcome.retryAfterMs };
  return `"${bucket}";r=${remaining};t=${Math.ceil(resetMs / msPerSecond)}`;
}
