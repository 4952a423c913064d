import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort, loopback } from "@parley/local/servers/loopback-port";
import { findRedisBinary } from "@parley/local/servers/redis-binary";
import { type SupervisedProcess, superviseProcess } from "@parley/local/servers/supervised-process";
import { cache } from "@parley/topology";
import { Redis } from "ioredis";

export interface RedisClusterServer {
  /** The address of one of its nodes; a cluster client finds the others. */
  readonly url: string;
  stop(): Promise<void>;
}

const masters = 3;
const slots = 16_384;
const startTimeoutMs = 15_000;

/** A cluster of three masters on loopback, without replicas and without persistence. */
export async function startRedisCluster(): Promise<RedisClusterServer> {
  const binary = await findRedisBinary(() => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), "parley-redis-cluster-"));
  const nodes: { port: number; process: SupervisedProcess; client: Redis }[] = [];
  for (let node = 0; node < masters; node += 1) {
    const [port, busPort] = [await findFreePort(), await findFreePort()];
    const nodeDir = join(dataDir, String(node));
    await mkdir(nodeDir);
    const args = ["--port", String(port), "--bind", loopback, "--save", "", "--appendonly", "no"];
    args.push("--cluster-enabled", "yes", "--cluster-port", String(busPort), "--dir", nodeDir);
    for (const [name, value] of Object.entries(cache.parameters)) args.push(`--${name}`, value);
    const process = await superviseProcess({
      name: "Redis",
      command: binary.command,
      args: [...args, "--daemonize", "no"],
      env: binary.env,
      stopSignal: "TERM",
      onLine: () => undefined,
    });
    const client = new Redis({ host: loopback, port, retryStrategy: () => 50, maxRetriesPerRequest: 200 });
    client.on("error", () => undefined);
    nodes.push({ port, process, client });
    await client.call("CLUSTER", "ADDSLOTSRANGE", ...slotsOf(node));
    await client.call("CLUSTER", "SET-CONFIG-EPOCH", node + 1);
    const [first] = nodes;
    if (first !== undefined && node > 0) {
      const [, firstBusPort] = await readPorts(first.client);
      await client.call("CLUSTER", "MEET", loopback, first.port, firstBusPort);
    }
  }
  await Promise.all(nodes.map(({ client }) => waitUntilWhole(client)));
  for (const { client } of nodes) client.disconnect();
  return {
    url: `redis://${loopback}:${nodes[0]?.port}`,
    stop: async () => {
      await Promise.all(nodes.map(({ process }) => process.stop()));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function slotsOf(node: number): [number, number] {
  return [Math.ceil((node * slots) / masters), Math.ceil(((node + 1) * slots) / masters) - 1];
}

/** A node's own port and its bus port, as it says itself: `id ip:port@bus,… myself,…`. */
async function readPorts(client: Redis): Promise<[number, number]> {
  const known = String(await client.call("CLUSTER", "NODES"));
  const [, port = "0", bus = "0"] = /:(\d+)@(\d+)\S* myself/.exec(known) ?? [];
  return [Number(port), Number(bus)];
}

async function waitUntilWhole(client: Redis): Promise<void> {
  const deadlineMs = Date.now() + startTimeoutMs;
  while (Date.now() < deadlineMs) {
    const info = String(await client.call("CLUSTER", "INFO"));
    if (/cluster_state:ok/.test(info) && new RegExp(`cluster_known_nodes:${masters}`).test(info)) return;
    await sleep(50);
  }
  throw new Error("The Redis cluster did not come together.");
}
