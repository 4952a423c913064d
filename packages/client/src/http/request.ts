import { fullJitterMs } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { ParleyError, unanswered } from "../parley-error.ts";
import { parseJson } from "../parse-json.ts";
import { type ExplainRefusal, errorFromAnswer } from "./refusal.ts";

export interface HttpDeps {
  readonly fetch: typeof fetch;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  /** The bearer token to send; undefined where the browser's cookie does it. */
  readonly token: () => string | undefined;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `apiUrl`, each part encoded: see `path`. */
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For routes that refuse in a form of their own. */
  readonly explain?: ExplainRefusal;
}

export interface HttpAnswer {
  readonly body: unknown;
  readonly headers: Headers;
}

const readTriesMax = 3;
const retryBaseMs = 500;
const retryCapMs = 8_000;
/** Who is told to wait longer than this hears of it, rather than hang. */
const retryWaitMsMax = 10_000;

/** A path of the API, its variable parts encoded. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

/** Calls once. Rejects with a `ParleyError`, or with the signal's reason when it was given up. */
export async function call(deps: HttpDeps, request: HttpRequest): Promise<HttpAnswer> {
  const late = new AbortController();
  const signal = AbortSignal.any([request.signal ?? late.signal, late.signal]);
  signal.throwIfAborted();
  const timer = deps.clock.setTimeout(() => late.abort(unanswered("timeout")), deps.timeoutMs);
  try {
    const response = await deps.fetch(address(deps, request), {
      method: request.method,
      headers: headersOf(deps, request),
      credentials: "include",
      signal,
      body: request.body && JSON.stringify(request.body),
    });
    const text = await response.text();
    if (!response.ok) throw errorFromAnswer(response, text, request.explain);
    const body = parseJson(text);
    // A captive portal's page, or a proxy's: not the API's answer, and it may be gone the next time.
    if (text !== "" && body === undefined) throw unanswered("unreadable");
    return { body, headers: response.headers };
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof ParleyError ? thrown : unanswered(thrown);
  } finally {
    deps.clock.clearTimeout(timer);
  }
}

/**
 * A call's answer as the contract has it: the SDK holds no schemas, so this is where it is believed. A read is
 * repeated, up to three times in all while the failure is a passing one.
 */
export async function ask<Answer>(deps: HttpDeps, request: HttpRequest): Promise<Answer> {
  const triesMax = request.method === "GET" ? readTriesMax : 1;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await call(deps, request)).body as Answer;
    } catch (thrown) {
      if (!(thrown instanceof ParleyError) || !thrown.retryable || attempt + 1 >= triesMax) throw thrown;
      const { retryAfterMs = 0 } = thrown;
      if (retryAfterMs > retryWaitMsMax) throw thrown;
      const waitMs = retryAfterMs + fullJitterMs(deps.random, attempt, retryBaseMs, retryCapMs);
      await new Promise<void>((resolve) => {
        deps.clock.setTimeout(resolve, waitMs);
      });
    }
  }
}

function address(deps: HttpDeps, request: HttpRequest): string {
  // What is undefined has no place in a query, as it has none in JSON.
  const query = new URLSearchParams(JSON.parse(JSON.stringify(request.query ?? {}))).toString();
  return `${deps.apiUrl}${request.path}${query && `?${query}`}`;
}

function headersOf(deps: HttpDeps, request: HttpRequest): Record<string, string> {
  const token = deps.token();
  return {
    accept: "application/json",
    ...(request.body && { "content-type": "application/json" }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
}
