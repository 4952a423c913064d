/** The part of SST's own process that its components call while a configuration runs: JSON-RPC over HTTP. */
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import type { BuildRequest } from "./graph.ts";

export interface SstServer {
  readonly url: string;
  /** What was asked to be built. */
  readonly builds: readonly BuildRequest[];
  stop(): void;
}

/** @param workDir where SST keeps what it builds. The handlers' bundles are checked elsewhere: these are empty. */
export async function startSstServer(workDir: string): Promise<SstServer> {
  const builds: BuildRequest[] = [];
  const methods: Record<string, (params: readonly unknown[]) => Promise<unknown>> = {
    "Provider.Aws.Bootstrap": async () => ({
      asset: "sst-asset",
      state: "sst-state",
      appsyncHttp: "h",
      appsyncRealtime: "r",
    }),
    "Provider.Aws.Appsync": async () => ({ http: "https://appsync", realtime: "wss://appsync" }),
    "Runtime.AddTarget": async ([input]) => {
      builds.push(input as BuildRequest);
      return {};
    },
    "Runtime.Build": async ([input]) => {
      const build = input as BuildRequest;
      const { functionID, handler } = build;
      builds.push(build);
      const out = join(workDir, "artifacts", `${functionID}-src`);
      await mkdir(out, { recursive: true });
      await writeFile(join(out, "bundle.mjs"), "");
      return { handler: basename(handler), out, errors: [], sourcemaps: [] };
    },
  };
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { method, params } = JSON.parse(await text(request)) as {
      method: string;
      params: readonly unknown[];
    };
    return methods[method]?.(params);
  };
  const server = createServer(async (request, response) => {
    const result = await answer(request);
    response.end(JSON.stringify({ id: 1, result: result ?? {}, error: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, builds, stop: () => server.close() };
}
