import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
} from "@aws-sdk/client-apigatewaymanagementapi";

export interface ConnectionCloser {
  /** Closes a connection; one that is gone already is closed. @throws the SDK's errors for all else. */
  close(connectionId: string): Promise<void>;
}

const requestTimeoutMs = 3_000;

/** Opens the SDK's client: closing is rare, so nothing is tuned but its patience. */
export function openCloser(callbackUrl: string): ConnectionCloser {
  const client = new ApiGatewayManagementApiClient({
    endpoint: callbackUrl,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: requestTimeoutMs },
  });
  return {
    close: async (connectionId) => {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

/** The SDK's exception carries no status of its own, so it is told by its class or name. */
function isGone(error: unknown): boolean {
  return error instanceof GoneException || (error instanceof Error && error.name === "GoneException");
}
