import { SQSServiceException } from "@aws-sdk/client-sqs";
import { ChatError } from "@parley/chat/chat-error";

/**
 * Runs a call on SQS, whose client has its own retries.
 *
 * @throws {ChatError} `unavailable` when it is out of reach or throttles; a refusal of the request as it is.
 */
export async function callSqs<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const refused = cause instanceof SQSServiceException && cause.$fault === "client" && !cause.$retryable;
    throw refused ? cause : new ChatError("unavailable", { cause });
  }
}
