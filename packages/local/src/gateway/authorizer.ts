/**
 * What a REQUEST authorizer's answer means.
 *
 * Sources: "Output from an API Gateway Lambda authorizer" and "Use API Gateway Lambda authorizers", API
 * Gateway developer guide. Only what is documented is allowed: a policy that uses more (conditions,
 * NotAction, NotResource) never allows here.
 */
import type { InvokeResult } from "../cloud-types.ts";
import type { AuthorizerContext } from "./gateway-event.ts";

export type AuthorizerVerdict =
  | { readonly kind: "allow"; readonly context: AuthorizerContext }
  | { readonly kind: "deny" }
  /** The function threw the very message `Unauthorized`: 401 by documentation. */
  | { readonly kind: "unauthorized" }
  /** The function failed or answered in no form that is documented. */
  | { readonly kind: "broken"; readonly reason: string };

const action = "execute-api:Invoke";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Whether each identity source is present; `route.request.querystring.NAME` or `route.request.header.NAME`. */
export function hasIdentitySources(
  sources: string,
  request: { readonly query: URLSearchParams; readonly headers: Readonly<Record<string, unknown>> },
): boolean {
  return sources.split(",").every((source) => {
    const [, , place, ...rest] = source.trim().split(".");
    const name = rest.join(".");
    const value = place === "querystring" ? request.query.get(name) : request.headers[name.toLowerCase()];
    return typeof value === "string" && value !== "";
  });
}

/** Reads the authorizer's answer for `methodArn`. */
export function readVerdict(
  result: InvokeResult,
  input: { readonly methodArn: string; readonly bytesMax: number },
): AuthorizerVerdict {
  if (!result.ok) {
    if (result.errorMessage === "Unauthorized") return { kind: "unauthorized" };
    return { kind: "broken", reason: `${result.errorType}: ${result.errorMessage}` };
  }
  const answer = result.payload;
  if (!isRecord(answer)) return { kind: "broken", reason: "The authorizer answered no object." };
  if (Buffer.byteLength(JSON.stringify(answer)) > input.bytesMax) {
    return { kind: "broken", reason: `The authorizer's answer has more than ${input.bytesMax} bytes.` };
  }
  const { principalId, policyDocument, context } = answer;
  if (typeof principalId !== "string" || principalId === "") {
    return { kind: "broken", reason: "The authorizer answered no principalId." };
  }
  if (!isRecord(policyDocument))
    return { kind: "broken", reason: "The authorizer answered no policyDocument." };
  const strings = readContext(context);
  if (strings === undefined) {
    return { kind: "broken", reason: "A value of the authorizer's context is no string, number or boolean." };
  }
  if (!isAllowed(policyDocument["Statement"], input.methodArn)) return { kind: "deny" };
  return { kind: "allow", context: { ...strings, principalId } };
}

/** Numbers and booleans become strings; objects and arrays are not allowed. */
function readContext(context: unknown): Record<string, string> | undefined {
  if (context === undefined || context === null) return {};
  if (!isRecord(context)) return undefined;
  const strings: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (value === null) continue;
    if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
    strings[name] = String(value);
  }
  return strings;
}

/** IAM's rule: an explicit Deny wins, and without an Allow the answer is no. */
function isAllowed(statements: unknown, methodArn: string): boolean {
  let allowed = false;
  for (const statement of listOf(statements)) {
    if (!isRecord(statement)) continue;
    const applies =
      listOf(statement["Action"]).some((pattern) => matches(pattern, action, "i")) &&
      listOf(statement["Resource"]).some((pattern) => matches(pattern, methodArn, ""));
    if (statement["Effect"] === "Deny" && (applies || usesMore(statement))) return false;
    if (statement["Effect"] === "Allow" && applies && !usesMore(statement)) allowed = true;
  }
  return allowed;
}

function usesMore(statement: Record<string, unknown>): boolean {
  return ["Condition", "NotAction", "NotResource"].some((name) => statement[name] !== undefined);
}

/** IAM's wildcards: `*` is any run of characters, `?` is any one. */
function matches(pattern: unknown, text: string, flags: string): boolean {
  if (typeof pattern !== "string") return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, flags).test(text);
}
