import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Graph, GraphRequest } from "./graph.ts";

const worker = fileURLToPath(new URL("run-graph.worker.ts", import.meta.url));

/**
 * The graph of one stage. The environment of this process is not passed on: a graph depends on what the
 * request says alone.
 *
 * @throws {Error} with the configuration's own error when it does not run through.
 */
export async function readGraph(request: GraphRequest): Promise<Graph> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const env = { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }) };
  const child = spawn(process.execPath, [worker], { stdio: ["pipe", "pipe", "pipe"], env });
  child.stdin.end(JSON.stringify(request));
  const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const start = out.lastIndexOf('{"graph"') >= 0 ? out.indexOf('{"graph"') : out.indexOf('{"error"');
  if (start < 0) throw new Error(`The graph of ${request.stage} was not drawn.\n${complaint}\n${out}`);
  const outcome = JSON.parse(out.slice(start)) as { graph: Graph } | { error: string };
  if ("error" in outcome) throw new Error(outcome.error);
  return outcome.graph;
}
