/**
 * The thread that DynamoDB and SES live in: their work stays off the thread of the gateway, and their
 * modules' global state (the mail store is one) stays apart when a test runs two clouds.
 */
import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import startSes from "aws-ses-v2-local";
import dynalite from "dynalite";
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

/** Dynalite answers any web page's cross-origin calls; no page has business with the table. */
function refuseBrowsers(server: Server): void {
  const answer = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (request.headers.origin !== undefined) response.writeHead(403).end();
    else for (const listener of answer) listener(request, response);
  });
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
  const [dynamoPort, mailPort] = await Promise.all([startDynamo(), startMail()]);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
  parentPort?.postMessage({ state: "ready", dynamoPort, mailPort } satisfies AwsServicesMessage);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
  parentPort?.postMessage({ state: "failed", reason } satisfies AwsServicesMessage);
}
