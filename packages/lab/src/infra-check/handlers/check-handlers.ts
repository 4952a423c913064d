import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { bundleFunctions, weighStart } from "@parley/local/lambda/bundle";
import { bundleBytesMax, type FunctionName, functions } from "@parley/topology";

export interface HandlersInput {
  readonly root: string;
  /** The settings that each function is started with: those of a graph. */
  readonly environmentOf: (name: FunctionName) => Readonly<Record<string, string>>;
}

export interface HandlerReport {
  readonly name: FunctionName;
  readonly bytes: number;
  readonly finding?: string;
}

const worker = fileURLToPath(new URL("start-handler.worker.ts", import.meta.url));
/** Lambda gives a function this long to start; a laptop is not faster. */
const startMsMax = 10_000;

/** Bundles every handler, weighs it against its budget, and starts it in a process of its own. */
export async function checkHandlers(input: HandlersInput): Promise<HandlerReport[]> {
  const dir = await mkdtemp(join(tmpdir(), "parley-handlers-"));
  try {
    const reports: HandlerReport[] = [];
    for (const name of Object.keys(functions) as FunctionName[])
      reports.push(await checkOne(input, name, dir));
    return reports;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function checkOne(input: HandlersInput, name: FunctionName, dir: string): Promise<HandlerReport> {
  const { handler } = functions[name];
  const exportName = handler.slice(handler.lastIndexOf(".") + 1);
  try {
    const { bundles } = await bundleFunctions({
      root: input.root,
      outDir: join(dir, name),
      functions: { [name]: functions[name] },
    });
    const file = bundles[name] ?? "";
    const bytes = await weighStart(file);
    if (bytes > bundleBytesMax[name]) {
      return {
        name,
        bytes,
        finding: `The bundle has ${bytes} bytes, more than its ${bundleBytesMax[name]}.`,
      };
    }
    const complaint = await start(file, exportName, {
      ...lambdaVariables(name),
      ...input.environmentOf(name),
    });
    return complaint === undefined ? { name, bytes } : { name, bytes, finding: complaint };
  } catch (error) {
    return { name, bytes: 0, finding: error instanceof Error ? error.message : String(error) };
  }
}

/** What went wrong; undefined when the handler is there. The process sees the given environment alone. */
async function start(
  file: string,
  exportName: string,
  env: Record<string, string>,
): Promise<string | undefined> {
  const child = spawn(process.execPath, [worker, file, exportName], {
    stdio: ["ignore", "ignore", "pipe"],
    env,
    timeout: startMsMax,
  });
  const exit = Promise.withResolvers<number | null>();
  child.on("close", exit.resolve);
  const [complaint, code] = await Promise.all([text(child.stderr), exit.promise]);
  return code === 0 ? undefined : `It does not start (${code ?? "out of time"}): ${complaint.trim()}`;
}

/** Source: "Defined runtime environment variables", AWS Lambda developer guide. */
function lambdaVariables(name: FunctionName): Record<string, string> {
  return {
    AWS_REGION: "us-east-1",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(functions[name].memoryMb),
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    TZ: ":UTC",
  };
}
