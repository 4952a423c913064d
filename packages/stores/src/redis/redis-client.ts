import { ChatError } from "@parley/chat/chat-error";
import { Cluster, Redis } from "ioredis";

export type RedisClient = Redis | Cluster;

export interface RedisSettings {
  /** redis:// or rediss:// address. */
  readonly url: string;
  /** Whether the address is a cluster's. */
  readonly cluster: boolean;
}

const connectTimeoutMs = 2_000;
const commandTimeoutMs = 2_000;

/**
 * One client per sandbox, tuned for Lambda: it connects at the first command, fails fast, and tries a
 * command once more after a reconnect.
 */
export function createRedis({ url, cluster }: RedisSettings): RedisClient {
  const options = {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    retryStrategy: (times: number) => Math.min(25 * 2 ** times, 400),
  };
  const client = cluster ? connectCluster(url, options) : new Redis(url, options);
  // Without a listener an error event would end the process; the failed command reports it.
  client.on("error", () => undefined);
  return client;
}

function connectCluster(url: string, options: object): Cluster {
  const { hostname, port, username, password, protocol } = new URL(url);
  const tls = protocol === "rediss:" ? { tls: {} } : {};
  const credentials = {
    ...(username && { username }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  return new Cluster([{ host: hostname, port: Number(port || "6379") }], {
    lazyConnect: true,
    // ElastiCache's certificates name the hosts: addresses must not be resolved before TLS sees them.
    dnsLookup: (address, callback) => callback(null, address),
    slotsRefreshTimeout: connectTimeoutMs,
    clusterRetryStrategy: (times) => Math.min(25 * 2 ** times, 400),
    redisOptions: { ...options, ...tls, ...credentials },
  });
}

/** Refusals of a server that is starting, failing over or full, rather than of the command. */
const serverAway = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|OOM|NOREPLICAS|MISCONF|BUSY )/;

/**
 * Runs a call on Redis, once more when it timed out: a socket that was frozen with its Lambda may be dead
 * without knowing it, so the second try goes over a fresh one.
 *
 * @throws {ChatError} `unavailable` when Redis is out of reach; a refusal of the command itself as it is.
 */
export async function callRedis<T>(redis: RedisClient, call: (redis: RedisClient) => Promise<T>): Promise<T> {
  try {
    return await call(redis);
  } catch (error) {
    if (!isTimeout(error)) throw toChatError(error);
    for (const node of redis instanceof Cluster ? redis.nodes("all") : [redis]) dropSocket(node);
    return await call(redis).catch((cause: unknown) => {
      throw toChatError(cause);
    });
  }
}

/** Ends a socket at once: one that is dead would never answer a regular end, and the client waits for that. */
function dropSocket(node: Redis): void {
  const socket: Partial<Redis>["stream"] = node.stream;
  socket?.destroy();
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === "Command timed out";
}

function toChatError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  if (cause.name === "ReplyError" && !serverAway.test(cause.message)) return cause;
  return new ChatError("unavailable", { cause });
}
