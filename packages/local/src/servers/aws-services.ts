/** DynamoDB (dynalite) and SES with its inbox (aws-ses-v2-local), in one thread beside ours. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { loopback } from "./loopback-port.ts";

export interface AwsServicesInput {
  readonly dynamoPath: string;
  /** 0 takes a free one. */
  readonly mailPort: number;
}

export type AwsServicesMessage =
  | { readonly state: "ready"; readonly dynamoPort: number; readonly mailPort: number }
  | { readonly state: "failed"; readonly reason: string };

export interface AwsServices {
  readonly dynamoUrl: string;
  /** The SES endpoint and, in a browser, the inbox. */
  readonly mailUrl: string;
  stop(): Promise<void>;
}

export interface AwsServicesOptions extends AwsServicesInput {
  readonly region: string;
  readonly onLine: (line: string) => void;
}

/** @throws {Error} that names what is wrong, such as a port in use. */
export async function startAwsServices(options: AwsServicesOptions): Promise<AwsServices> {
  const input: AwsServicesInput = { dynamoPath: options.dynamoPath, mailPort: options.mailPort };
  const worker = new Worker(new URL("./aws-services.worker.ts", import.meta.url), {
    workerData: input,
    env: { AWS_REGION: options.region },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on("line", options.onLine);
  }
  const [message]: [AwsServicesMessage] = await once(worker, "message").then(([value]) => [value]);
  if (message.state === "failed") {
    await worker.terminate();
    throw new Error(`DynamoDB or the inbox cannot start: ${message.reason}.`);
  }
  worker.on("error", (error) => options.onLine(`DynamoDB and the inbox ended: ${error}`));
  return {
    dynamoUrl: `http://${loopback}:${message.dynamoPort}`,
    mailUrl: `http://${loopback}:${message.mailPort}`,
    stop: async () => {
      await worker.terminate();
    },
  };
}
