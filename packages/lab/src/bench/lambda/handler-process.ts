import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { pinProcess } from "../pin-process.ts";
import type { InvokeOrder, InvokeReport, LoadReport } from "./handler.worker.ts";

export interface HandlerProcess {
  readonly loaded: LoadReport;
  /** From the start of the process until the handler is there. */
  readonly readyMs: number;
  invoke(order: InvokeOrder): Promise<InvokeReport>;
  stop(): void;
}

const source = fileURLToPath(new URL("handler.worker.ts", import.meta.url));
let compiled: string | undefined;

/** As JavaScript: to strip its types takes Node longer than to load most handlers. */
function compileWorker(): string {
  if (compiled !== undefined) return compiled;
  const dir = mkdtempSync(join(tmpdir(), "parley-handler-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  compiled = join(dir, "handler.worker.mjs");
  writeFileSync(compiled, transformSync(readFileSync(source, "utf8"), { loader: "ts", format: "esm" }).code);
  return compiled;
}

/** Starts a bundle in a process of its own, with the given environment alone. */
export async function startHandler(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<HandlerProcess> {
  const startedMs = performance.now();
  const child = fork(compileWorker(), [file], { env: environment, execArgv: [] });
  const exit = once(child, "exit").then(([code]) => {
    throw new Error(`The handler's process ended with ${code}.`);
  });
  exit.catch(() => {});
  const next = async () => {
    const [message] = await Promise.race([once(child, "message"), exit]);
    return message as unknown;
  };
  const loaded = (await next()) as LoadReport;
  const readyMs = performance.now() - startedMs;
  pinProcess(child.pid ?? 0, 0);
  return {
    loaded,
    readyMs,
    invoke: (order) => {
      const report = next() as Promise<InvokeReport>;
      child.send(order);
      return report;
    },
    stop: () => child.disconnect(),
  };
}
