/** A process with one bundle in it, as a sandbox is: loads it, tells what that took, and invokes it. */
import { pathToFileURL } from "node:url";

export interface LoadReport {
  /** The import of the bundle alone. */
  readonly importMs: number;
  /** CPU time of the process from its start until the handler is there, Node's own start with it. */
  readonly cpuMs: number;
}

export interface InvokeOrder {
  readonly events: readonly unknown[];
  readonly atOnce: boolean;
}

export interface InvokeReport {
  readonly cpuMicroseconds: number;
  readonly answers: readonly unknown[];
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

const cpuMicroseconds = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const [, script, file = ""] = process.argv;
if (script === import.meta.filename) await run();

async function run(): Promise<void> {
  // What a handler logs goes to CloudWatch in the cloud; here it is written nowhere, but it is written.
  process.stdout.write = () => true;
  const startedMs = performance.now();
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
  const loaded: LoadReport = {
    importMs: performance.now() - startedMs,
    cpuMs: cpuMicroseconds() / 1_000,
  };
  process.send?.(loaded);
  process.on("message", async ({ events, atOnce }: InvokeOrder) => {
    const before = cpuMicroseconds();
    const answers: unknown[] = [];
    if (atOnce) answers.push(...(await Promise.all(events.map((event) => handler(event, createContext())))));
    else for (const event of events) answers.push(await handler(event, createContext()));
    const report: InvokeReport = { cpuMicroseconds: cpuMicroseconds() - before, answers };
    process.send?.(report);
  });
  process.on("disconnect", () => process.exit());
}

function createContext(): object {
  return {
    awsRequestId: crypto.randomUUID(),
    functionName: "bench",
    memoryLimitInMB: "512",
    getRemainingTimeInMillis: () => 29_000,
  };
}
