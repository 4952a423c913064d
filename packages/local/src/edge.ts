/** What the outside talks to: the page's origin with the API on it, and the WebSocket API. */
import type { RequestListener } from "node:http";
import { http, websocket } from "@parley/topology";
import type { CloudPorts, GatewayQuotas, Invoke, LogLine } from "./cloud-types.ts";
import { isConsoleRequest } from "./console/console.ts";
import type { Clock } from "./gateway/clock.ts";
import { type Gateway, type GatewayFrame, startGateway } from "./gateway/gateway.ts";
import { gatewayQuotas } from "./gateway/quotas.ts";
import { createHttpApi, isApiRequest } from "./http/http-api.ts";
import { type LoopbackServer, listenOnLoopback } from "./http/loopback-server.ts";
import { createCallers } from "./iam/callers.ts";
import type { Grants } from "./iam/grants.ts";
import { account } from "./settings/settings.ts";

export interface EdgeDeps {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly write: (line: Omit<LogLine, "atMs">) => void;
  readonly onFrame: (frame: GatewayFrame) => void;
  readonly cleanup: AsyncDisposableStack;
}

export interface EdgeOptions {
  readonly ports: CloudPorts;
  readonly quotas: Partial<GatewayQuotas>;
  readonly grants: Grants;
}

export interface Edge {
  readonly gateway: Gateway;
  readonly origin: LoopbackServer;
  /** What answers on the page's origin beside the API; 503 until it is given. */
  serve(listeners: { readonly page: RequestListener; readonly console: RequestListener }): void;
}

const answerStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { "retry-after": "1" }).end("Parley is starting.\n");
};

/** Listens, before anything slow is started: a port in use is said at once. */
export async function startEdge(deps: EdgeDeps, options: EdgeOptions): Promise<Edge> {
  let page = answerStarting;
  let inspector = answerStarting;
  const api = createHttpApi(
    {
      invoke: (event, isWanted) => deps.invoke(http.function, event, isWanted),
      onFailure: (message) => deps.write({ source: "http", level: "error", message }),
    },
    { accountId: account.id },
  );
  const origin = await listenOnLoopback({
    name: "the page",
    port: options.ports.page ?? 0,
    onRequest: (request, response) => {
      if (isApiRequest(request)) void api(request, response);
      else if (isConsoleRequest(request)) inspector(request, response);
      else page(request, response);
    },
  });
  deps.cleanup.defer(() => origin.stop());
  const gateway = await startGateway(
    {
      invoke: deps.invoke,
      clock: deps.clock,
      onFailure: (message) => deps.write({ source: "gateway", level: "error", message }),
      onFrame: deps.onFrame,
    },
    {
      port: options.ports.websocket ?? 0,
      stage: websocket.stage,
      routes: websocket.routes,
      routeSelectionExpression: websocket.routeSelectionExpression,
      authorizer: websocket.authorizer,
      quotas: { ...gatewayQuotas, ...options.quotas },
      callers: createCallers(options.grants, (message) =>
        deps.write({ source: "iam", level: "error", message }),
      ),
      region: account.region,
      accountId: account.id,
    },
  );
  deps.cleanup.defer(() => gateway.stop());
  return {
    gateway,
    origin,
    serve: (listeners) => {
      page = listeners.page;
      inspector = listeners.console;
    },
  };
}
