/**
 * Decides on an upgrade: quotas, the authorizer, then `$connect`.
 *
 * Sources: "Lambda authorizers for WebSocket APIs", "…$connect and $disconnect", "Quotas…", API Gateway
 * developer guide. Where AWS says nothing the stricter side is taken, and marked "inferred".
 */
import type { IncomingMessage } from "node:http";
import type { FunctionName } from "@parley/topology";
import { hasIdentitySources, readVerdict } from "./authorizer.ts";
import {
  type AuthorizerContext,
  type ConnectionFacts,
  createAuthorizerEvent,
  createConnectEvent,
} from "./gateway-event.ts";
import { callIntegration, type IntegrationDeps } from "./integration.ts";
import type { GatewayQuotas } from "./quotas.ts";
import type { GatewayRoute } from "./route.ts";
import type { TokenBucket } from "./token-bucket.ts";

export interface HandshakeDeps extends IntegrationDeps {
  readonly newConnections: TokenBucket;
  readonly requests: TokenBucket;
  readonly onFailure: (line: string) => void;
}

export interface HandshakeOptions {
  readonly authorizer: { readonly function: FunctionName; readonly identitySource: string } | undefined;
  readonly connect: GatewayRoute | undefined;
  readonly quotas: Pick<GatewayQuotas, "urlBytesMax" | "authorizerResultBytesMax">;
  /** `arn:aws:execute-api:region:account:api`, without a slash at its end. */
  readonly apiArn: string;
}

export interface HandshakeInput {
  readonly request: IncomingMessage;
  readonly facts: ConnectionFacts;
}

export type HandshakeOutcome =
  | {
      readonly kind: "accepted";
      readonly authorizer: AuthorizerContext | undefined;
      /** Of the client's subprotocols, the one that the handler chose. */
      readonly subprotocol: string | undefined;
    }
  | { readonly kind: "refused"; readonly status: number; readonly message: string };

const refuse = (status: number, message: string) => ({ kind: "refused", status, message }) as const;

/** Runs the handshake's steps in order; the first that refuses ends it. */
export async function decideHandshake(
  deps: HandshakeDeps,
  options: HandshakeOptions,
  input: HandshakeInput,
): Promise<HandshakeOutcome> {
  const url = input.request.url ?? "/";
  const [path, ...queryParts] = url.split("?");
  // Inferred: an API has nothing but its stage's root to upgrade on.
  if (path?.replace(/\/$/, "") !== `/${input.facts.stage}`) return refuse(403, "Forbidden");
  // Documented quota; the status is inferred.
  if (Buffer.byteLength(url) > options.quotas.urlBytesMax) return refuse(414, "Request-URI Too Long");
  if (!deps.newConnections.take() || !deps.requests.take()) return refuse(429, "Too Many Requests");
  let context: AuthorizerContext | undefined;
  if (options.authorizer !== undefined) {
    const query = new URLSearchParams(queryParts.join("?"));
    if (!hasIdentitySources(options.authorizer.identitySource, { query, headers: input.request.headers })) {
      return refuse(401, "Unauthorized");
    }
    const verdict = await authorize(deps, options, input, options.authorizer.function);
    if (verdict.kind === "refused") return verdict;
    context = verdict.context;
  }
  return connect(deps, options, input, context);
}

async function authorize(
  deps: HandshakeDeps,
  options: HandshakeOptions,
  { request, facts }: HandshakeInput,
  name: FunctionName,
) {
  const methodArn = `${options.apiArn}/${facts.stage}/$connect`;
  const event = createAuthorizerEvent({ request, facts, methodArn, nowMs: deps.clock.nowMs() });
  const verdict = readVerdict(await deps.invoke(name, event, () => !request.socket.destroyed), {
    methodArn,
    bytesMax: options.quotas.authorizerResultBytesMax,
  });
  switch (verdict.kind) {
    case "allow":
      return verdict;
    case "deny":
      return refuse(403, "Forbidden");
    case "unauthorized":
      return refuse(401, "Unauthorized");
    case "broken":
      // As AUTHORIZER_FAILURE and AUTHORIZER_CONFIGURATION_ERROR do by default.
      deps.onFailure(`${name} refused a connection: ${verdict.reason}`);
      return refuse(500, "Internal server error");
  }
}

async function connect(
  deps: HandshakeDeps,
  options: HandshakeOptions,
  { request, facts }: HandshakeInput,
  authorizer: AuthorizerContext | undefined,
): Promise<HandshakeOutcome> {
  if (options.connect === undefined) return { kind: "accepted", authorizer, subprotocol: undefined };
  const event = createConnectEvent({ request, facts, authorizer, nowMs: deps.clock.nowMs() });
  const isWanted = () => !request.socket.destroyed;
  const result = await callIntegration(deps, { function: options.connect.function, event, isWanted });
  if (result.kind === "failed") {
    deps.onFailure(`${options.connect.function} failed: ${result.reason}`);
    return refuse(502, "Internal server error");
  }
  // Inferred from what an HTTP integration answers.
  if (result.kind === "timed-out") return refuse(504, "Endpoint request timed out");
  const { statusCode } = result;
  if (statusCode >= 200 && statusCode <= 299) {
    return { kind: "accepted", authorizer, subprotocol: result.headers["sec-websocket-protocol"] };
  }
  // A status that HTTP does not have cannot be passed on.
  if (statusCode < 300 || statusCode > 599) return refuse(502, "Internal server error");
  return refuse(statusCode, statusCode === 401 ? "Unauthorized" : "Forbidden");
}
