/** Everything that keeps data: our own servers, or those whose URL was given. */
import { createHash } from "node:crypto";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { LogLine, PostgresControl, RedisControl } from "../cloud-types.ts";
import type { Grants } from "../iam/grants.ts";
import type { Progress } from "../progress.ts";
import { type AwsEndpoints, startAwsServices } from "./aws-services.ts";
import { createConnectionsTable } from "./connections-table.ts";
import { type NeonProxy, startNeonProxy } from "./neon-proxy.ts";
import { startPostgres } from "./postgres.ts";
import { findPostgresUser, isReachableByOthers } from "./postgres-user.ts";
import { type CreatedQueue, createQueues } from "./queues.ts";
import { startRedis } from "./redis.ts";

export interface StoresDeps {
  readonly progress: Progress;
  readonly write: (line: Omit<LogLine, "atMs">) => void;
  /** What is started is ended by it, in reverse order. */
  readonly cleanup: AsyncDisposableStack;
}

export interface StoresOptions {
  readonly dataDir: string;
  readonly durable: boolean;
  readonly region: string;
  readonly mailPort: number;
  readonly grants: Grants;
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly databaseWsProxy: string | undefined;
  /** Services that run elsewhere. */
  readonly endpoints: Partial<AwsEndpoints>;
}

export interface Stores {
  readonly redis: RedisControl;
  readonly postgres: PostgresControl;
  readonly databaseWsProxy: string;
  readonly aws: AwsEndpoints;
  readonly queues: readonly CreatedQueue[];
}

/** Starts what is needed, all at once. @throws {Error} of the first that failed, when the others have settled. */
export async function startStores(deps: StoresDeps, options: StoresOptions): Promise<Stores> {
  const [redis, database, aws] = await settleAll([
    openRedis(deps, options),
    openPostgres(deps, options),
    openAws(deps, options),
  ]);
  return { redis, ...database, ...aws };
}

/** As `Promise.all`, but rejects only when nothing is under way any more, so that all of it can be ended. */
export async function settleAll<Results extends readonly unknown[]>(
  promises: {
    readonly [Index in keyof Results]: Promise<Results[Index]>;
  },
): Promise<Results> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as unknown as Promise<Results>;
}

async function openRedis(deps: StoresDeps, options: StoresOptions): Promise<RedisControl> {
  const { redisUrl } = options;
  if (redisUrl !== undefined) return { url: redisUrl, ...notOurs("REDIS_URL", ["kill", "start", "empty"]) };
  return deps.progress.step("Redis", async (note) => {
    const dataDir = join(options.dataDir, "redis");
    await mkdir(dataDir, { recursive: true });
    const server = await startRedis({ dataDir, note, onLine: debugLine(deps, "redis") });
    deps.cleanup.defer(() => server.stop());
    return server;
  });
}

async function openPostgres(deps: StoresDeps, options: StoresOptions) {
  const { databaseUrl } = options;
  const server: Omit<PostgresControl, "delay"> =
    databaseUrl === undefined
      ? await startOwnPostgres(deps, options)
      : {
          url: databaseUrl,
          appUrl: databaseUrl,
          ...notOurs("DATABASE_URL", ["pause", "resume", "kill", "start"]),
        };
  const { hostname, port } = new URL(server.url);
  // Neon offers its own tunnel; every other Postgres gets ours.
  const isNeon = hostname.endsWith(".neon.tech");
  if (options.databaseWsProxy !== undefined || isNeon) {
    const { delay } = notOursAtOnce("DATABASE_WS_PROXY");
    return { postgres: { ...server, delay }, databaseWsProxy: options.databaseWsProxy ?? "" };
  }
  const proxy: NeonProxy = await startNeonProxy({
    host: hostname,
    port: Number(port || defaultPostgresPort),
  });
  deps.cleanup.defer(() => proxy.stop());
  return { postgres: { ...server, delay: proxy.delay }, databaseWsProxy: proxy.address };
}

const defaultPostgresPort = 5432;

function startOwnPostgres(deps: StoresDeps, options: StoresOptions): Promise<Omit<PostgresControl, "delay">> {
  return deps.progress.step("Postgres", async (note) => {
    const dataDir = await choosePostgresDirectory(options.dataDir);
    if (!dataDir.startsWith(options.dataDir)) note(`data in ${dataDir}`);
    const server = await startPostgres({
      dataDir,
      durable: options.durable,
      onLine: debugLine(deps, "postgres"),
    });
    deps.cleanup.defer(() => server.stop());
    return server;
  });
}

/**
 * Where Postgres keeps its data: with the rest, unless root started the stack in a place where the
 * `postgres` user may not go, such as its home; then the same other place for the same checkout.
 */
export async function choosePostgresDirectory(dataDir: string): Promise<string> {
  const inside = join(dataDir, "postgres");
  if ((await findPostgresUser()) === undefined) return inside;
  await chmod(dataDir, 0o755);
  if (await isReachableByOthers(inside)) return inside;
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  return `/var/lib/parley/${digest}/postgres`;
}

async function openAws(deps: StoresDeps, options: StoresOptions): Promise<Pick<Stores, "aws" | "queues">> {
  return deps.progress.step("DynamoDB, SQS, SES", async () => {
    const aws = await findAws(deps, options);
    const [queues] = await settleAll([createQueues(aws.queuesUrl), createConnectionsTable(aws.dynamoUrl)]);
    return { aws, queues };
  });
}

/** Our own services for what was not given by its address. */
async function findAws(deps: StoresDeps, options: StoresOptions): Promise<AwsEndpoints> {
  const { dynamoUrl, queuesUrl, mailUrl } = options.endpoints;
  if (dynamoUrl !== undefined && queuesUrl !== undefined && mailUrl !== undefined) {
    return { dynamoUrl, queuesUrl, mailUrl };
  }
  const own = await startAwsServices({
    dynamoPath: join(options.dataDir, "dynamodb"),
    mailPort: options.mailPort,
    region: options.region,
    grants: options.grants,
    onLine: debugLine(deps, "aws"),
    onDenied: (message) => deps.write({ source: "iam", level: "error", message }),
  });
  deps.cleanup.defer(() => own.stop());
  return {
    dynamoUrl: dynamoUrl ?? own.dynamoUrl,
    queuesUrl: queuesUrl ?? own.queuesUrl,
    mailUrl: mailUrl ?? own.mailUrl,
  };
}

const debugLine = (deps: StoresDeps, source: string) => (message: string) =>
  deps.write({ source, level: "debug", message });

/** As `notOurs`, for what cannot be waited for. */
function notOursAtOnce(setting: string): Pick<PostgresControl, "delay"> {
  return {
    delay: () => {
      throw new Error(`${setting} was given: what it passes on is not the local cloud's to delay.`);
    },
  };
}

/** A server that was given by its URL is not ours to stop. */
function notOurs<Name extends string>(
  setting: string,
  names: readonly Name[],
): Record<Name, () => Promise<void>> {
  const refuse = async (): Promise<void> => {
    throw new Error(`${setting} was given: that server is not the local cloud's to control.`);
  };
  return Object.fromEntries(names.map((name) => [name, refuse])) as Record<Name, () => Promise<void>>;
}
