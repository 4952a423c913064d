import type { FunctionName, WebsocketRoute } from "@parley/topology";

/** A route as the gateway runs it; its key may be one of the client's own actions. */
export interface GatewayRoute extends Omit<WebsocketRoute, "key" | "function"> {
  readonly key: string;
  readonly function: FunctionName;
}

export interface RouteTable {
  readonly connect: GatewayRoute | undefined;
  readonly disconnect: GatewayRoute | undefined;
  /** The route of a frame; undefined where there is neither a match nor `$default`. */
  select(body: string): GatewayRoute | undefined;
}

/**
 * Routes frames by `$request.body.action`: what is not JSON, has no such field, or matches no route goes
 * to `$default`. Source: "Working with routes for WebSocket APIs", API Gateway developer guide.
 */
export function createRouteTable(routes: readonly GatewayRoute[], expression: string): RouteTable {
  const byKey = new Map(routes.map((route) => [route.key, route]));
  const fallback = byKey.get("$default");
  const own = routes.filter((route) => !route.key.startsWith("$"));
  const path = expression.replace(/^\$request\.body\./, "").split(".");
  return {
    connect: byKey.get("$connect"),
    disconnect: byKey.get("$disconnect"),
    // Without routes of one's own there is nothing to look for, and no frame is parsed here.
    select:
      own.length === 0
        ? () => fallback
        : (body) => own.find(({ key }) => key === readPath(body, path)) ?? fallback,
  };
}

function readPath(body: string, path: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === "string" ? value : undefined;
}
