/** Calls SQS in its JSON protocol: what the local cloud itself needs of it, without a client's weight. */

export type SqsAction =
  | "CreateQueue"
  | "SetQueueAttributes"
  | "GetQueueAttributes"
  | "SendMessage"
  | "ReceiveMessage"
  | "DeleteMessageBatch";

export interface SqsCall {
  readonly url: string;
  readonly region: string;
  readonly action: SqsAction;
  readonly input: object;
  /** Whose call it is; absent: the account's own. */
  readonly accessKeyId?: string;
  readonly signal?: AbortSignal;
}

/** Resolves with SQS's answer. @throws {Error} with SQS's own words, when it refuses. */
export async function callSqs({
  url,
  region,
  action,
  input,
  accessKeyId = "local",
  signal,
}: SqsCall): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${action}`,
      // It tells who calls, and the region; a local SQS verifies no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/${region}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`SQS refused ${action}: ${text}`);
  return text === "" ? {} : JSON.parse(text);
}
