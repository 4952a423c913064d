import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleFunctions, weighStart } from "@parley/local/lambda/bundle";
import { environment, type FunctionName, functions } from "@parley/topology";
import { startHandler } from "./handler-process.ts";

export interface StartFigure {
  readonly name: string;
  /** What loads the bundle. */
  readonly file: string;
  /** What a start loads, chunks that are loaded by a call left out. */
  readonly bytes: number;
  /** From the start of the process until the handler is there; one value per round, as below. */
  readonly readyMs: readonly number[];
  /** The import of the bundle alone. */
  readonly importMs: readonly number[];
  /** CPU time of the process until then. */
  readonly cpuMs: readonly number[];
}

/** A handler that does nothing: what Node takes to load any module. */
export const emptyHandler = "export const handler = async () => ({ statusCode: 200 });";

export interface StartInput {
  readonly root: string;
  readonly dir: string;
  readonly rounds: number;
  /** The settings of all functions. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Measures each function's bundle from the start of its process to the handler, and an empty one beside them. */
export async function measureStarts({ root, dir, rounds, settings }: StartInput): Promise<StartFigure[]> {
  const empty = join(dir, "empty.mjs");
  await writeFile(empty, emptyHandler);
  const found: (StartFigure & { readyMs: number[]; importMs: number[]; cpuMs: number[] })[] = [];
  const add = (name: string, file: string, bytes: number) =>
    found.push({ name, file, bytes, readyMs: [], importMs: [], cpuMs: [] });
  add("empty handler", empty, emptyHandler.length);
  const { bundles } = await bundleFunctions({ root, outDir: join(dir, "bundles"), functions });
  for (const name of Object.keys(functions) as FunctionName[]) {
    add(name, bundles[name], await weighStart(bundles[name]));
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const one of found) {
      const started = await startHandler(one.file, { ...lambdaVariables, ...settings });
      started.stop();
      one.readyMs.push(started.readyMs);
      one.importMs.push(started.loaded.importMs);
      one.cpuMs.push(started.loaded.cpuMs);
    }
  }
  return found;
}

/** Source: "Defined runtime environment variables", AWS Lambda developer guide. */
export const lambdaVariables: Readonly<Record<string, string>> = {
  AWS_REGION: "us-east-1",
  AWS_LAMBDA_FUNCTION_NAME: "bench",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  NODE_ENV: "production",
  TZ: ":UTC",
};

/** Settings that let every function load; nothing is connected before it is used. */
export function placeholderSettings(): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, facts] of Object.entries(environment) as [string, { readonly default?: string }][]) {
    settings[name] = facts.default ?? placeholders[name] ?? "bench";
  }
  return settings;
}

const placeholders: Readonly<Record<string, string>> = {
  STAGE: "bench",
  REDIS_URL: "redis://127.0.0.1:1",
  DATABASE_URL: "postgres://bench@127.0.0.1:1/bench",
  WEBSOCKET_CALLBACK_URL: "http://127.0.0.1:1/v1",
  DELIVERIES_QUEUE_URL: "http://127.0.0.1:1/deliveries.fifo",
  DRAINS_QUEUE_URL: "http://127.0.0.1:1/drains",
  HOOKS_QUEUE_URL: "http://127.0.0.1:1/hooks",
  WEBSOCKET_URL: "ws://127.0.0.1:1/v1",
  PUBLIC_URL: "http://localhost:1",
  ORIGINS_ALLOWED: "http://localhost:1",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
  MAIL_FROM: "Bench <bench@localhost.example>",
};
