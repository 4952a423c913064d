/** DynamoDB (dynalite), SQS (fauxqs) and SES with its inbox (aws-ses-v2-local), in one thread beside ours. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { Grants } from "../iam/grants.ts";
import { loopback } from "./loopback-port.ts";

export interface AwsServicesInput {
  readonly dynamoPath: string;
  /** 0 takes a free one. */
  readonly mailPort: number;
  readonly region: string;
  /** What the functions may do; absent: what the topology says. */
  readonly grants?: Grants;
}

export type AwsServicesMessage =
  | {
      readonly state: "ready";
      readonly dynamoPort: number;
      readonly mailPort: number;
      readonly queuesPort: number;
    }
  | { readonly state: "failed"; readonly reason: string }
  | { readonly state: "denied"; readonly reason: string };

/** Where the AWS SDK finds each service. */
export interface AwsEndpoints {
  readonly dynamoUrl: string;
  readonly queuesUrl: string;
  /** The SES endpoint and, in a browser, the inbox. */
  readonly mailUrl: string;
}

export interface AwsServices extends AwsEndpoints {
  stop(): Promise<void>;
}

export interface AwsServicesOptions extends AwsServicesInput {
  readonly onLine: (line: string) => void;
  /** A function tried what is not granted to it. */
  readonly onDenied?: (reason: string) => void;
}

const urlOf = (port: number) => `http://${loopback}:${port}`;

/** @throws {Error} that names what is wrong, such as a port in use. */
export async function startAwsServices({
  onLine,
  onDenied,
  ...input
}: AwsServicesOptions): Promise<AwsServices> {
  const worker = new Worker(new URL("./aws-services.worker.ts", import.meta.url), {
    workerData: input,
    name: "aws-services",
    env: { AWS_REGION: input.region },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on("line", onLine);
  }
  const [message]: [AwsServicesMessage] = await once(worker, "message").then(([value]) => [value]);
  if (message.state !== "ready") {
    await worker.terminate();
    throw new Error(`DynamoDB, the queues or the inbox cannot start: ${message.reason}.`);
  }
  worker.on("message", (later: AwsServicesMessage) => {
    if (later.state === "denied") onDenied?.(later.reason);
  });
  worker.on("error", (error) => onLine(`DynamoDB, the queues and the inbox ended: ${error}`));

  return {
    dynamoUrl: urlOf(message.dynamoPort),
    queuesUrl: urlOf(message.queuesPort),
    mailUrl: urlOf(message.mailPort),
    stop: async () => {
      await worker.terminate();
    },
  };
}
