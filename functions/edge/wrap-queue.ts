import type { FunctionName } from "@parley/topology";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { describeError } from "./describe-error.ts";
import type { Invocation } from "./invocation.ts";
import type { LambdaFunction } from "./stack.ts";
import { wrapJob } from "./wrap-job.ts";

/**
 * Wraps a consumer of a queue, which handles one message at a time. Messages of one group are handled in
 * their order, groups side by side.
 *
 * What throws is logged and reported as failed, with all that follows in its group, so that these alone come
 * back, in their order, and end among the dead letters when they never succeed.
 */
export function wrapQueue(
  name: FunctionName,
  handle: (body: string, invocation: Invocation) => Promise<void>,
): LambdaFunction<SQSEvent, SQSBatchResponse> {
  return wrapJob(name, async ({ Records }, invocation) => {
    const groups = Map.groupBy(Records, groupOf);
    const failed = await Promise.all(
      [...groups.values()].map((group) => handleInOrder(group, handle, invocation)),
    );
    return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
}

/** Messages of a queue without groups stand each for themselves. */
function groupOf({ attributes, messageId }: SQSRecord): string {
  return attributes.MessageGroupId ?? messageId;
}

/** Those of a group that failed: from the first that did to the last. */
async function handleInOrder(
  group: readonly SQSRecord[],
  handle: (body: string, invocation: Invocation) => Promise<void>,
  invocation: Invocation,
): Promise<readonly SQSRecord[]> {
  for (const [at, { body, messageId, attributes }] of group.entries()) {
    try {
      await handle(body, invocation);
    } catch (thrown) {
      const receives = Number(attributes.ApproximateReceiveCount);
      const error = thrown instanceof Error ? thrown : describeError(thrown);
      invocation.logger.error("message failed", { messageId, receives, error });
      return group.slice(at);
    }
  }
  return [];
}
