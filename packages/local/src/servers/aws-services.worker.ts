/**
 * The thread that DynamoDB, SQS and SES live in: their work stays off the thread of the gateway, and
 * their modules' global state (the mail store is one) stays apart when a test runs two clouds.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import startSes from "aws-ses-v2-local";
import dynalite from "dynalite";
import { buildApp } from "fauxqs";
import { grantsWith } from "../iam/grants.ts";
import { guardService } from "../iam/guard-service.ts";
import { dynamoService, mailService, queueService } from "../iam/service-access.ts";
import type { AwsServicesInput, AwsServicesMessage } from "./aws-services.ts";
import { loopback } from "./loopback-port.ts";

const input: AwsServicesInput = workerData;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
const tell = (message: AwsServicesMessage) => parentPort?.postMessage(message);
const guard = {
  grants: input.grants ?? grantsWith(),
  onDenied: (reason: string) => tell({ state: "denied", reason }),
};

async function startDynamo(): Promise<number> {
  const server = dynalite({
    path: input.dynamoPath,
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  guardService(server, dynamoService, guard);
  server.listen(0, loopback);
  await once(server, "listening");
  return readPort(server);
}

/** By its parts: its own starter listens on every address of the machine. What is queued is in memory. */
async function startQueues(): Promise<number> {
  const app = buildApp({ logger: false, defaultRegion: input.region });
  await app.listen({ port: 0, host: loopback });
  guardService(app.server, queueService, guard);
  return readPort(app.server);
}

async function startMail(): Promise<number> {
  const server: Server = await startSes.default({ host: loopback, port: input.mailPort });
  const port = readPort(server);
  guardService(server, mailService, guard);
  return port;
}

function readPort(server: Server): number {
  // Express calls its "listening" callback with the error when the port is taken, and its caller drops it.
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error(`port ${input.mailPort} is in use`);
  return address.port;
}

try {
  const [dynamoPort, queuesPort, mailPort] = await Promise.all([startDynamo(), startQueues(), startMail()]);
  tell({ state: "ready", dynamoPort, queuesPort, mailPort });
} catch (error) {
  tell({ state: "failed", reason: error instanceof Error ? error.message : String(error) });
}
