/** A client's frame: routed, run, and answered where the route answers. */
import type { Connection } from "./connection.ts";
import { createMessageEvent } from "./gateway-event.ts";
import { callIntegration, type IntegrationDeps } from "./integration.ts";
import { Payload } from "./payload.ts";
import type { RouteTable } from "./route.ts";
import type { TokenBucket } from "./token-bucket.ts";

export interface FrameDeps extends IntegrationDeps {
  readonly routes: Pick<RouteTable, "select">;
  readonly requests: TokenBucket;
  readonly onFailure: (line: string) => void;
}

/**
 * Creates the listener of frames. Frames of one connection run at the same time: API Gateway promises no
 * order. A failure is told to the sender and leaves the connection open.
 */
export function createFrameListener(deps: FrameDeps) {
  return (connection: Connection, body: string): void => {
    const { facts, authorizer } = connection;
    const route = deps.routes.select(body);
    const input = { facts, authorizer, body, nowMs: deps.clock.nowMs() };
    const event = createMessageEvent({ ...input, routeKey: route?.key ?? "$default" });
    const tell = (message: string) => {
      const { connectionId } = facts;
      const { requestId } = event.requestContext;
      connection.post(new Payload(Buffer.from(JSON.stringify({ message, connectionId, requestId }))));
    };
    // The quota is documented; that the sender is told, and in these words, is inferred.
    if (!deps.requests.take()) tell("Too Many Requests");
    else if (route === undefined) tell("Forbidden");
    else void runRoute(deps, { route, event, connection, tell });
  };
}

interface RouteRun {
  readonly route: NonNullable<ReturnType<RouteTable["select"]>>;
  readonly event: object;
  readonly connection: Connection;
  readonly tell: (message: string) => void;
}

async function runRoute(deps: FrameDeps, { route, event, connection, tell }: RouteRun): Promise<void> {
  const result = await callIntegration(deps, { function: route.function, event });
  switch (result.kind) {
    case "answered":
      if (route.routeResponse && result.body !== undefined)
        connection.post(new Payload(Buffer.from(result.body)));
      return;
    case "failed":
      deps.onFailure(`${route.function} failed: ${result.reason}`);
      tell("Internal server error");
      return;
    case "timed-out":
      deps.onFailure(`${route.function} did not answer in time`);
      tell("Endpoint request timed out");
  }
}
