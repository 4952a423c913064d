import type { FunctionName } from "@parley/topology";
import type { Invoke } from "../cloud-types.ts";
import type { Clock } from "./clock.ts";

export interface IntegrationDeps {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly integrationTimeoutMs: number;
}

/** What the integration came to, in the terms of a Lambda proxy. */
export type IntegrationResult =
  | {
      readonly kind: "answered";
      readonly statusCode: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | undefined;
    }
  /** The function failed, or answered without a `statusCode`. */
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "timed-out" };

/**
 * Invokes a route's function and waits as long as API Gateway does. An answer without a numeric
 * `statusCode` is a failure, as it is for a Lambda proxy: the field's frequent "Internal server error".
 */
export async function callIntegration(
  deps: IntegrationDeps,
  input: {
    readonly function: FunctionName;
    readonly event: unknown;
    /** Whether the client still waits; absent: it does. */
    readonly isWanted?: () => boolean;
  },
): Promise<IntegrationResult> {
  const timeout = Promise.withResolvers<"timed-out">();
  let isAwaited = true;
  const cancel = deps.clock.after(deps.integrationTimeoutMs, () => {
    isAwaited = false;
    timeout.resolve("timed-out");
  });
  const isWanted = () => isAwaited && input.isWanted?.() !== false;
  const result = await Promise.race([deps.invoke(input.function, input.event, isWanted), timeout.promise]);
  cancel();
  if (result === "timed-out") return { kind: "timed-out" };
  if (!result.ok) return { kind: "failed", reason: `${result.errorType}: ${result.errorMessage}` };
  const { payload } = result;
  const failed = { kind: "failed", reason: "The function answered no proxy response." } as const;
  if (typeof payload !== "object" || payload === null || !("statusCode" in payload)) return failed;
  const statusCode = Number(payload.statusCode);
  if (!Number.isInteger(statusCode)) return failed;
  return { kind: "answered", statusCode, headers: readHeaders(payload), body: readText(payload) };
}

function readText(payload: object): string | undefined {
  return "body" in payload && typeof payload.body === "string" ? payload.body : undefined;
}

function readHeaders(payload: object): Record<string, string> {
  if (!("headers" in payload) || typeof payload.headers !== "object" || payload.headers === null) return {};
  return Object.fromEntries(
    Object.entries(payload.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
