import type { ConnectionView } from "@parley/local/cloud";

/** A connection as far as its events speak of it. */
export type FrameSender = Pick<ConnectionView, "connectionId" | "connectedAtMs" | "sourceIp" | "authorizer">;

/** A frame as API Gateway hands it to a function; without a body, the news that its sender has gone. */
export function createFrameEvent(
  { connectionId, connectedAtMs, sourceIp, authorizer }: FrameSender,
  { requestId, body }: { readonly requestId: string; readonly body?: string },
): object {
  const route =
    body === undefined
      ? { routeKey: "$disconnect", eventType: "DISCONNECT" }
      : { routeKey: "$default", eventType: "MESSAGE" };
  return {
    requestContext: {
      ...route,
      connectionId,
      requestId,
      connectedAt: connectedAtMs,
      identity: { sourceIp },
      authorizer,
    },
    body,
    isBase64Encoded: false,
  };
}
