/**
 * What runs in a sandbox's thread: it loads the handler, and then takes one invocation after another.
 *
 * Between two invocations the thread sleeps in `Atomics.wait`, as Lambda freezes a sandbox that has
 * asked for its next event: no timer fires, no socket is read, until there is one. A handler that
 * counts on work after its answer fails here as it would in the cloud.
 *
 * Source: "Understanding the Lambda execution environment lifecycle", AWS Lambda developer guide.
 */
import { setImmediate as turnLoop } from "node:timers/promises";
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { describeFailure } from "./function-failure.ts";
import type { Code, Invocation, SandboxData, SandboxMessage } from "./sandbox-protocol.ts";

type Handler = (event: unknown, context: object) => unknown;

const data: SandboxData = workerData;
const posted = new Int32Array(data.posted);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
const post = (message: SandboxMessage) => data.port.postMessage(message);

/** Lines go over the port at once: the stream of a frozen thread would keep them until it thaws. */
function captureStream(stream: "stdout" | "stderr"): void {
  let rest = "";
  const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    rest += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const end = rest.lastIndexOf("\n");
    if (end >= 0) {
      post({ kind: "log", stream, text: rest.slice(0, end) });
      rest = rest.slice(end + 1);
    }
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") queueMicrotask(() => callback());
    return true;
  };
  process[stream].write = write;
}

async function loadHandler({ file }: Code): Promise<Handler> {
  const module: Record<string, unknown> = await import(file);
  const handler = module[data.exportName];
  if (typeof handler === "function") return handler as Handler;
  throw Object.assign(new Error(`${data.exportName} is undefined or not exported`), {
    name: "Runtime.HandlerNotFound",
  });
}

function waitForNext<Message extends Code | Invocation>(): Message {
  for (;;) {
    const count = Atomics.load(posted, 0);
    const received = receiveMessageOnPort(data.port);
    if (received !== undefined) return received.message;
    Atomics.wait(posted, 0, count);
  }
}

/** The context object of Lambda's Node.js runtime. Source: "Using the Lambda context object", same guide. */
function createContext(invocation: Invocation): object {
  const arn = `arn:aws:lambda:${data.region}:${data.accountId}:function:${data.functionName}`;
  return {
    functionName: data.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    memoryLimitInMB: String(data.memoryMb),
    awsRequestId: invocation.requestId,
    logGroupName: process.env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: process.env["AWS_LAMBDA_LOG_STREAM_NAME"],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMs - Date.now()),
  };
}

async function run(): Promise<void> {
  captureStream("stdout");
  captureStream("stderr");
  process.setSourceMapsEnabled(true);
  let handler: Handler;
  try {
    handler = await loadHandler(waitForNext<Code>());
  } catch (error) {
    post({ kind: "failed", failure: describeFailure(error) });
    return;
  }
  post({ kind: "ready" });
  for (;;) {
    const invocation = waitForNext<Invocation>();
    // Thawed: what came in while frozen is seen before the handler runs, as sockets closed since.
    await turnLoop();
    try {
      const result = await handler(JSON.parse(invocation.event), createContext(invocation));
      post({ kind: "answered", payload: JSON.stringify(result) });
    } catch (error) {
      post({ kind: "failed", failure: describeFailure(error) });
    }
  }
}

await run();
