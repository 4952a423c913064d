/**
 * The thread that DynamoDB, SQS and SES live in: their work stays off the thread of the gateway, and
 * their modules' global state (the mail store is one) stays apart when a test runs two clouds.
 */
import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import startSes from "aws-ses-v2-local";
import dynalite from "dynalite";
import { buildApp } from "fauxqs";
import type { AwsServicesInput, AwsServicesMessage } from "./aws-services.ts";
import { loopback } from "./loopback-port.ts";

const input: AwsServicesInput = workerData;

async function startDynamo(): Promise<number> {
  const server = dynalite({
    path: input.dynamoPath,
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  refuseBrowsers(server);
  server.listen(0, loopback);
  await once(server, "listening");
  return readPort(server);
}

/** Neither asks who calls, and no web page has business with the table or the queues. */
function refuseBrowsers(server: Server): void {
  const answer = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (request.headers.origin !== undefined) response.writeHead(403).end();
    else for (const listener of answer) listener(request, response);
  });
}

/** By its parts: its own starter listens on every address of the machine. What is queued is in memory. */
async function startQueues(): Promise<number> {
  const app = buildApp({ logger: false, defaultRegion: input.region });
  await app.listen({ port: 0, host: loopback });
  refuseBrowsers(app.server);
  return readPort(app.server);
}

async function startMail(): Promise<number> {
  const server: Server = await startSes.default({ host: loopback, port: input.mailPort });
  return readPort(server);
}

function readPort(server: Server): number {
  // Express calls its "listening" callback with the error when the port is taken, and its caller drops it.
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error(`port ${input.mailPort} is in use`);
  return address.port;
}

try {
  const [dynamoPort, queuesPort, mailPort] = await Promise.all([startDynamo(), startQueues(), startMail()]);
  const ready = { state: "ready", dynamoPort, queuesPort, mailPort } satisfies AwsServicesMessage;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
  parentPort?.postMessage(ready);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
  parentPort?.postMessage({ state: "failed", reason } satisfies AwsServicesMessage);
}
