/** How a handler shows its event to the suite: it posts it to the connection that watches. */
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";

/** What every event of a WebSocket API has, as far as it is needed here. */
export interface SocketEvent {
  readonly requestContext: {
    readonly connectionId: string;
    readonly domainName: string;
    readonly stage: string;
    readonly authorizer?: Readonly<Record<string, string>>;
  };
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Posts to a connection of the same API and answers the status. */
export async function post(event: SocketEvent, connectionId: string, data: unknown): Promise<number> {
  const { domainName, stage } = event.requestContext;
  const client = new ApiGatewayManagementApiClient({
    endpoint: process.env["WEBSOCKET_CALLBACK_URL"] ?? `https://${domainName}/${stage}`,
    maxAttempts: 1,
  });
  try {
    const command = new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(data) });
    return (await client.send(command)).$metadata.httpStatusCode ?? 0;
  } catch (error) {
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    return $metadata?.httpStatusCode ?? 0;
  } finally {
    client.destroy();
  }
}
