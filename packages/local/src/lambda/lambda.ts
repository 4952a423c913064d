/** Lambda as far as Parley uses it: every function of the topology, invoked by name. */
import { type FunctionName, functions, reservedConcurrency, runtime } from "@parley/topology";
import type { Invoke } from "../cloud-types.ts";
import { bundleDirectory, bundleFunctions } from "./bundle.ts";
import { splitHandler } from "./function-build.ts";
import {
  createFunctionPool,
  type FunctionPool,
  type PoolCounts,
  type PoolInvocation,
} from "./function-pool.ts";
import { startSandbox } from "./sandbox.ts";

export interface LambdaOptions {
  readonly root: string;
  readonly dataDir: string;
  /** Where bundles are kept from one start to the next; absent: nowhere. */
  readonly keepDir?: string | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly sandboxesMaxOf: (name: FunctionName) => number;
  /** Those that are run; absent: all of the topology. */
  readonly names?: readonly FunctionName[];
  /** For a test that does not wait for minutes; absent: the topology's. */
  readonly timeoutMsOf?: (name: FunctionName) => number;
  /** The settings of a function, Lambda's own variables not among them. */
  readonly environmentOf: (name: FunctionName) => Readonly<Record<string, string>>;
  readonly onLog: (name: FunctionName, stream: "stdout" | "stderr", line: string, requestId?: string) => void;
  readonly onInvocation?: (invocation: InvocationView) => void;
}

/** One event of a function and how it went. */
export type InvocationView = PoolInvocation & { readonly name: FunctionName };

export interface Lambda {
  readonly invoke: Invoke;
  /**
   * Loads every function's handler before its first event, all at once: a setting that one of them refuses
   * is said now and not by a call that fails later.
   *
   * @throws {Error} with the words of the first that does not load.
   */
  initialise(): Promise<void>;
  /** Bundles again what is saved; the next event runs the new code. */
  watch(note: (text: string, failed: boolean) => void): void;
  /** Every function's next event meets a cold start. */
  coolDown(): void;
  /** Ends every sandbox of a function at once. */
  kill(name: FunctionName): void;
  /** Gives a function's events less time; undefined: its own again. */
  hurry(name: FunctionName, timeoutMs: number | undefined): void;
  counts(): Readonly<Record<FunctionName, PoolCounts>>;
  stop(): Promise<void>;
}

const allNames = Object.keys(functions) as readonly FunctionName[];

/** Bundles the functions; no sandbox is started yet. @throws {Error} when a handler does not compile. */
export async function startLambda(options: LambdaOptions): Promise<Lambda> {
  const names = options.names ?? allNames;
  const bundler = await bundleFunctions({
    root: options.root,
    outDir: bundleDirectory(options.dataDir),
    keepDir: options.keepDir,
    functions: Object.fromEntries(names.map((name) => [name, functions[name]])) as typeof functions,
  });
  const files = { ...bundler.bundles };
  const pools = new Map<FunctionName, FunctionPool>(
    names.map((name) => [
      name,
      createFunctionPool(
        {
          startSandbox: (file = Promise.resolve(files[name])) =>
            startSandbox(describeSandbox(options, name), file),
          onInvocation: (invocation) => options.onInvocation?.({ name, ...invocation }),
        },
        {
          timeoutMs: options.timeoutMsOf?.(name) ?? functions[name].timeoutMs,
          sandboxesMax: Math.min(options.sandboxesMaxOf(name), reservedConcurrency[name]),
        },
      ),
    ]),
  );
  const poolOf = (name: FunctionName): FunctionPool => {
    const pool = pools.get(name);
    if (pool === undefined) throw new Error(`There is no function ${name}.`);
    return pool;
  };
  return {
    invoke: (name, event, isWanted) => poolOf(name).invoke(event, isWanted),
    initialise: async () => {
      const failures = await Promise.all(names.map((name) => poolOf(name).initialise()));
      const index = failures.findIndex((failure) => failure !== undefined);
      const [name, failure] = [names[index], failures[index]];
      if (failure === undefined) return;
      throw new Error(`${failure.errorMessage}\n(The function ${name} does not load.)`);
    },
    watch: (note) => {
      const replace = async (name: FunctionName, file: Promise<string | undefined>) => {
        const savedMs = performance.now();
        const replacing = poolOf(name).replace(file);
        files[name] = (await file) ?? files[name];
        const { replaced, failure } = await replacing;
        if (failure !== undefined) note(`${name} does not load: ${failure.errorMessage}`, true);
        else if (replaced) note(`reloaded ${name} in ${Math.round(performance.now() - savedMs)} ms`, false);
      };
      bundler.watch({
        building: (name, file) => void replace(name, file),
        failed: (reason) => note(`not reloaded: ${reason}`, true),
        urgencyOf: (name) => poolOf(name).lastUsedMs(),
      });
    },
    coolDown: () => {
      for (const pool of pools.values()) pool.retire();
    },
    kill: (name) => poolOf(name).kill(),
    hurry: (name, timeoutMs) => poolOf(name).hurry(timeoutMs),
    counts: () =>
      Object.fromEntries(names.map((name) => [name, poolOf(name).counts()])) as Record<
        FunctionName,
        PoolCounts
      >,
    stop: async () => {
      await bundler.stop();
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

function describeSandbox(options: LambdaOptions, name: FunctionName) {
  const facts = functions[name];
  const { exportName } = splitHandler(facts.handler);
  return {
    exportName,
    functionName: name,
    memoryMb: facts.memoryMb,
    region: options.region,
    accountId: options.accountId,
    environment: { ...lambdaVariables(options, name), ...options.environmentOf(name) },
    onLog: (stream: "stdout" | "stderr", text: string, requestId?: string) => {
      for (const line of text.split("\n")) options.onLog(name, stream, line, requestId);
    },
  };
}

/** Source: "Defined runtime environment variables", AWS Lambda developer guide. */
function lambdaVariables(options: LambdaOptions, name: FunctionName): Record<string, string> {
  return {
    _HANDLER: functions[name].handler,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(functions[name].memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${name}`,
    LAMBDA_TASK_ROOT: options.root,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
  };
}
