import { mapOutage } from "@parley/stores/postgres/outage";
import { isAPIError } from "better-auth/api";
import type * as z from "zod";
import type { ApiContext } from "../api-env.ts";
import { readBody } from "../read-input.ts";
import { type Auth, authPath } from "./create-auth.ts";
import { mapAuthRefusal } from "./map-auth-refusal.ts";

/** Runs a call of Better Auth's API; its refusals and outages are thrown as the contract has them. */
export async function askAuth<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await mapOutage(call);
  } catch (error) {
    if (isAPIError(error)) throw mapAuthRefusal(error.statusCode, error.body?.code);
    throw error;
  }
}

export interface ForwardInput {
  readonly method: "GET" | "POST";
  /** Below `authPath`, with its slash. */
  readonly path: string;
  /** The caller's own headers: cookie, bearer token, address, user agent. */
  readonly headers: Headers;
  readonly body?: unknown;
}

/**
 * Hands a request, with a body that was checked, to Better Auth as if it had come that way.
 *
 * @throws {ChatError} for every refusal.
 */
export async function forwardToAuth(
  auth: Auth,
  { method, path, headers, body }: ForwardInput,
): Promise<Response> {
  const forwarded = new Headers(headers);
  forwarded.delete("content-length");
  if (method === "POST") forwarded.set("content-type", "application/json");
  const request = new Request(`${auth.options.baseURL}${authPath}${path}`, {
    method,
    headers: forwarded,
    ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
  });
  const response = await askAuth(() => auth.handler(request));
  if (response.ok || isRedirect(response.status)) return response;
  throw mapAuthRefusal(response.status, await readCode(response));
}

const isRedirect = (status: number) => status === 302 || status === 303;

async function readCode(response: Response): Promise<string | undefined> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (typeof answer !== "object" || answer === null || !("code" in answer)) return undefined;
  return typeof answer.code === "string" ? answer.code : undefined;
}

/** Passes a call on, with its body checked, under its own path. */
export async function passOn<T>(auth: Auth, c: ApiContext, schema: z.ZodType<T>): Promise<Response> {
  const body = withoutReturnPaths(await readBody(c, schema));
  return forwardToAuth(auth, { method: "POST", path: pathOf(c), headers: c.req.raw.headers, body });
}

/** Passes a call without a body on, under its own path. */
export function relay(auth: Auth, c: ApiContext): Promise<Response> {
  return forwardToAuth(auth, { method: "GET", path: pathOf(c), headers: c.req.raw.headers });
}

/** The path below `authPath`: what the route is called by. */
function pathOf(c: ApiContext): string {
  return c.req.path.slice(authPath.length);
}

/** Where to go next is the page's own business; Better Auth would send a redirect. */
function withoutReturnPaths(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const { callbackURL: _, redirectTo: __, ...rest } = body as Record<string, unknown>;
  return rest;
}
