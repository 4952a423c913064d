/**
 * One run of the configuration under Pulumi's mocks, in a process of its own: the SDK keeps its state in
 * globals. Takes a `GraphRequest` on stdin and writes the `Graph` to stdout.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describeApp } from "../../../../../infra/app.ts";
import { bundleConfig } from "./bundle-config.ts";
import type { Graph, GraphRequest, GraphResource } from "./graph.ts";
import { mockCloud, region, unwrapSecrets } from "./mock-cloud.ts";
import { loadPulumi, type MockResource, type PulumiRuntime } from "./pulumi-sdk.ts";
import { startSstServer } from "./sst-server.ts";

const root = resolve(import.meta.dirname, "../../../../..");
const platform = join(root, ".sst/platform");
const pendingMsMax = 30_000;

const request = JSON.parse(await text(process.stdin)) as GraphRequest;
// The page is not built here; what SST reads of it is whether there is an index.
const projectDir = await mkdtemp(join(tmpdir(), "parley-graph-"));
await mkdir(join(projectDir, "web/dist"), { recursive: true });
await writeFile(join(projectDir, "web/dist/index.html"), "<!doctype html>");
const outfile = join(platform, `graph.${process.pid}.mjs`);
const sst = await startSstServer(join(projectDir, ".sst"));
let outcome: { readonly graph: Graph } | { readonly error: string };
try {
  outcome = { graph: await runGraph() };
} catch (error) {
  outcome = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
sst.stop();
await rm(outfile, { force: true });
await rm(projectDir, { recursive: true, force: true });
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));

async function runGraph(): Promise<Graph> {
  const { stage, live, variables, edits = [] } = request;
  Object.assign(process.env, variables, { SST_SERVER: sst.url, SST_AWS_REGION: region });
  const app = { ...describeApp(stage), stage };
  await bundleConfig({ root, platform, projectDir, outfile, app, live, edits });
  const runtime = loadPulumi(platform);
  const resources: GraphResource[] = [];
  await runtime.setMocks(mockCloud(), "parley", stage, false);
  recordRegistrations(runtime, resources);
  const { program } = (await import(outfile)) as { program: () => Promise<unknown> };
  const failed = Promise.withResolvers<never>();
  process.on("unhandledRejection", failed.reject);
  await Promise.race([runtime.runInPulumiStack(program), failed.promise]);
  await Promise.race([runtime.disconnect(), failed.promise, giveUp()]);
  return { stage, live, resources, builds: sst.builds, app };
}

async function giveUp(): Promise<never> {
  await sleep(pendingMsMax, undefined, { ref: false });
  throw new Error("Resources are still pending: something waits for what never comes.");
}

/** The mocks are told of inputs alone; what depends on what stands in the request to the engine. */
function recordRegistrations(runtime: PulumiRuntime, resources: GraphResource[]): void {
  const monitor = runtime.getMonitor() as ReturnType<PulumiRuntime["getMonitor"]> & {
    mocks: { newResource: Function };
  };
  const inputsOf = new Map<string, Record<string, unknown>>();
  const { mocks } = monitor;
  const original = mocks.newResource;
  mocks.newResource = (resource: MockResource) => {
    inputsOf.set(
      `${resource.type}|${resource.name}`,
      unwrapSecrets(resource.inputs) as Record<string, unknown>,
    );
    return original(resource);
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (req, answer) =>
    register(req, (error, response) => {
      resources.push({
        type: req.getType(),
        name: req.getName(),
        urn: response?.getUrn() ?? "",
        inputs: inputsOf.get(`${req.getType()}|${req.getName()}`) ?? {},
        protect: req.getProtect(),
        retainOnDelete: req.getRetainondelete(),
        dependencies: req.getDependenciesList(),
      });
      answer(error, response);
    });
}
