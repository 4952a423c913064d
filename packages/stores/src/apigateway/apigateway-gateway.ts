import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Gateway, PostOutcome } from "@parley/chat/delivery/gateway";

const requestTimeoutMs = 3_000;
const socketsMax = 128;

/** Statuses after which the same post may pass: too fast, or the gateway's own trouble. */
const isPassing = (status: number | undefined) => status === undefined || status === 429 || status >= 500;

/**
 * `Gateway` on API Gateway's @connections API, under `callbackUrl` (with the stage). What no repeat will
 * mend (a missing permission, a frame too large) is reported to `onFailure` and answered with `failed`.
 */
export class ApiGatewayGateway implements Gateway {
  readonly #client: ApiGatewayManagementApiClient;

  readonly #onFailure: (error: unknown) => void;

  constructor(callbackUrl: string, onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
    this.#client = new ApiGatewayManagementApiClient({
      endpoint: callbackUrl,
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: requestTimeoutMs,
        httpAgent: { maxSockets: socketsMax, keepAlive: true },
        httpsAgent: { maxSockets: socketsMax, keepAlive: true },
      },
    });
  }

  async post(connectionId: string, frame: Uint8Array): Promise<PostOutcome> {
    try {
      await this.#client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: frame }));
      return "delivered";
    } catch (error) {
      if (isGone(error)) return "gone";
      if (isPassing(statusOf(error))) return "busy";
      this.#onFailure(error);
      return "failed";
    }
  }

  async close(connectionId: string): Promise<void> {
    try {
      await this.#client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
    } catch (error) {
      if (!isGone(error)) this.#onFailure(error);
    }
  }
}

/** The SDK's exception carries no status of its own, so it is told by its class or name. */
function isGone(error: unknown): boolean {
  return error instanceof GoneException || (error instanceof Error && error.name === "GoneException");
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
}
