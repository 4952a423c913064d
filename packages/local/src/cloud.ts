/**
 * The offline cloud: everything Parley needs of AWS, on this machine, with the handlers and drivers of
 * production.
 *
 * Invariants: every server listens on loopback only; a value of `packages/topology` is read, never
 * repeated; nothing outside this package knows that it exists; whatever was started ends with this
 * process, however that ends.
 */
import { mkdir } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join, resolve } from "node:path";
import { http, schedules } from "@parley/topology";
import type { Cloud, CloudOptions, Invoke } from "./cloud-types.ts";
import { createConsole } from "./console/console.ts";
import { createFaults } from "./console/faults.ts";
import { createFlightRecorder, type FlightRecorder } from "./console/flight-recorder.ts";
import { readMails } from "./console/read-mails.ts";
import { createRoomReader } from "./console/read-rooms.ts";
import { type Edge, startEdge } from "./edge.ts";
import { systemClock } from "./gateway/clock.ts";
import { grantsWith } from "./iam/grants.ts";
import { credentialsOf } from "./iam/principals.ts";
import { type Lambda, type LambdaOptions, startLambda } from "./lambda/lambda.ts";
import { readFunctionLine } from "./log/function-line.ts";
import { type LogBook, openLogBook } from "./log/log-book.ts";
import { createMetricsBook, type MetricsBook } from "./log/metrics.ts";
import { createProgress, type Progress } from "./progress.ts";
import { takeRunLock } from "./run-lock.ts";
import { cacheDirectory } from "./servers/cache-directory.ts";
import { readQueueDepths } from "./servers/queues.ts";
import { type Stores, settleAll, startStores } from "./servers/stores.ts";
import { readAuthSecret } from "./settings/secrets.ts";
import { account, computeSettings, type Settings, sdkVariables, settingsOf } from "./settings/settings.ts";
import { startQueueSources } from "./sources/queue-source.ts";
import { startSchedules } from "./sources/schedule-source.ts";
import { createTemporaryDirectory } from "./temporary-directory.ts";
import { openPage } from "./web/page.ts";

export type * from "./cloud-types.ts";

/**
 * Of `message` twice as many: a frame comes after a ticket and a handshake, and of a crowd that waits for all three
 * those who are in are to be served first. Otherwise they give up, and all that was done for them was done in vain.
 */
const defaultConcurrency = 4;
const repository = resolve(import.meta.dirname, "../../..");

/** Ended in this order, each with what it holds: who calls is gone before who is called. */
interface Cleanup {
  readonly edge: AsyncDisposableStack;
  readonly lambda: AsyncDisposableStack;
  readonly stores: AsyncDisposableStack;
  readonly base: AsyncDisposableStack;
}

/**
 * Starts the offline cloud and resolves once every part answers and the migrations are applied.
 *
 * @throws {Error} with one sentence that says what is missing or in use; nothing is left running then.
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const cleanup: Cleanup = {
    edge: new AsyncDisposableStack(),
    lambda: new AsyncDisposableStack(),
    stores: new AsyncDisposableStack(),
    base: new AsyncDisposableStack(),
  };
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= endAll(cleanup));
  try {
    return await assemble(options, cleanup, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function endAll(cleanup: Cleanup): Promise<void> {
  for (const stack of [cleanup.edge, cleanup.lambda, cleanup.stores, cleanup.base]) {
    await stack.disposeAsync();
  }
}

async function assemble(options: CloudOptions, cleanup: Cleanup, stop: () => Promise<void>): Promise<Cloud> {
  const dataDir = resolve(options.dataDir ?? (await createTemporaryDirectory(cleanup.base)));
  await mkdir(dataDir, { recursive: true });
  const lock = await takeRunLock(dataDir);
  cleanup.base.defer(() => lock.release());
  const logs = openLogBook({ dir: join(dataDir, "logs"), sink: options.log });
  cleanup.base.defer(() => logs.close());
  const progress = createProgress(options.progress);

  // Callers from outside wait until all is up; what is started here calls Lambda itself.
  const started = Promise.withResolvers<Lambda>();
  started.promise.catch(() => {});
  const invoke: Invoke = async (name, event, isWanted) =>
    (await started.promise).invoke(name, event, isWanted);
  const recorder = createFlightRecorder({ nowMs: Date.now });
  const metrics = createMetricsBook();
  const clock = options.clock ?? systemClock;
  const edge = await startEdge(
    { invoke, clock, write: logs.write, onFrame: recorder.takeFrame, cleanup: cleanup.edge },
    { ports: options.ports ?? {}, quotas: options.quotas ?? {}, grants: grantsWith(options.grants) },
  );
  try {
    const parts = await startParts(options, { dataDir, cleanup, logs, progress, edge, recorder, metrics });
    await prepare(options, { ...parts, logs, progress, cleanup });
    started.resolve(parts.lambda);
    const cloud = describeCloud({ ...parts, edge, logs, dataDir, stop });
    edge.serve({
      page: parts.page,
      console: openConsole(cloud, { ...parts, edge, recorder, metrics, cleanup }),
    });
    lock.describe(`${cloud.pageUrl} (process ${process.pid})`);
    return cloud;
  } catch (error) {
    started.reject(error);
    throw error;
  }
}

interface Surroundings {
  readonly dataDir: string;
  readonly cleanup: Cleanup;
  readonly logs: LogBook;
  readonly progress: Progress;
  readonly edge: Edge;
  readonly recorder: FlightRecorder;
  readonly metrics: MetricsBook;
}

interface Parts {
  readonly stores: Stores;
  readonly lambda: Lambda;
  /** What every function could get; `settingsOf` picks. */
  readonly settings: Settings;
  readonly sdk: Readonly<Record<string, string>>;
  readonly page: RequestListener;
  /** Whether queues hand out their messages twice, which a test decides. */
  readonly queueFault: { repeats: boolean };
}

/** Starts stores, bundles functions and builds the page, all at once. */
async function startParts(options: CloudOptions, around: Surroundings): Promise<Parts> {
  const { cleanup, logs, progress, dataDir, edge, recorder, metrics } = around;
  const overrides = options.environment ?? {};
  const root = options.root ?? repository;
  let environmentOf: LambdaOptions["environmentOf"] = notStarted;
  const [stores, lambda, page, authSecret] = await settleAll([
    startStores(
      { progress, write: logs.write, cleanup: cleanup.stores },
      {
        dataDir,
        durable: options.dataDir !== undefined,
        region: account.region,
        mailPort: options.ports?.inbox ?? 0,
        grants: grantsWith(options.grants),
        redisUrl: overrides.REDIS_URL,
        databaseUrl: overrides.DATABASE_URL,
        databaseWsProxy: overrides.DATABASE_WS_PROXY,
        endpoints: options.endpoints ?? {},
      },
    ),
    progress.step("Functions", async () => {
      const started = await startLambda({
        root,
        dataDir,
        keepDir: root === repository ? cacheDirectory() : undefined,
        region: account.region,
        accountId: account.id,
        sandboxesMaxOf: (name) => (options.concurrency ?? defaultConcurrency) * (name === "message" ? 2 : 1),
        // Asked for when a sandbox starts, which none does before the stores' addresses are known.
        environmentOf: (name) => environmentOf(name),
        onLog: (name, stream, line, requestId) => {
          const read = readFunctionLine(name, stream, line);
          logs.write(read);
          metrics.take(read.fields);
          if (read.message !== "metrics") recorder.takeLine(requestId, line);
        },
        onInvocation: recorder.takeInvocation,
      });
      cleanup.lambda.defer(() => started.stop());
      return started;
    }),
    openPage(
      { progress, cleanup: cleanup.edge },
      {
        mode: options.web ?? false,
        webDir: join(root, "web"),
        websocketPort: edge.gateway.port,
        websocketUrl: overrides.WEBSOCKET_URL,
        servers: edge.origin.servers,
      },
    ),
    readAuthSecret(dataDir),
  ]);
  const settings = computeSettings({
    pagePort: edge.origin.port,
    websocketPort: edge.gateway.port,
    databaseUrl: stores.postgres.appUrl,
    databaseWsProxy: stores.databaseWsProxy,
    redisUrl: stores.redis.url,
    authSecret,
    queues: stores.queues,
    overrides,
  });
  const sdk = sdkVariables(stores.aws, account.credentials);
  const databaseOwnerUrl = stores.postgres.url;
  environmentOf = (name) => ({
    ...sdkVariables(stores.aws, credentialsOf(name)),
    ...settingsOf(settings, { name, databaseOwnerUrl }),
  });
  return { stores, lambda, settings, sdk, page, queueFault: { repeats: false } };
}

const notStarted: LambdaOptions["environmentOf"] = () => {
  throw new Error("A function was invoked before the stores had started.");
};

type Preparation = Parts & Pick<Surroundings, "logs" | "progress" | "cleanup">;

/** What runs before the first caller is let in. */
async function prepare(
  options: CloudOptions,
  { lambda, stores, queueFault, logs, progress, cleanup }: Preparation,
): Promise<void> {
  const migrate = async () => {
    const result = await lambda.invoke("migrate", {});
    if (!result.ok) throw new Error(`The migrations failed: ${result.errorMessage}`);
  };
  await settleAll([
    progress.step("Cold starts", () => lambda.initialise()),
    ...(options.migrate === false ? [] : [progress.step("Migrations", migrate)]),
  ]);
  if (options.watch === true) {
    lambda.watch((message, failed) =>
      logs.write({ source: "functions", level: failed ? "error" : "warn", message }),
    );
  }
  if (options.schedules ?? true) {
    const tell = (source: string) => (message: string) => logs.write({ source, level: "error", message });
    const { invoke } = lambda;
    const running = [
      startSchedules({ invoke, onFailure: tell("schedules") }, schedules),
      startQueueSources(
        { invoke, onFailure: tell("queues"), repeats: () => queueFault.repeats },
        stores.queues,
      ),
    ];
    for (const source of running) cleanup.edge.defer(() => source.stop());
  }
}

type ConsoleParts = Pick<Parts, "lambda"> & Pick<Surroundings, "edge" | "recorder" | "metrics" | "cleanup">;

function openConsole(cloud: Cloud, { lambda, edge, recorder, metrics, cleanup }: ConsoleParts) {
  const { pageUrl, inboxUrl, apiUrl, websocketUrl, dataDir } = cloud;
  const rooms = createRoomReader(cloud.redis.url);
  cleanup.edge.defer(() => rooms.stop());
  return createConsole({
    addresses: () => ({
      page: pageUrl,
      inbox: inboxUrl,
      API: apiUrl,
      WebSocket: websocketUrl,
      metrics: `${pageUrl}/_local/metrics`,
      data: dataDir,
    }),
    connections: edge.gateway.connections,
    frames: edge.gateway.counts,
    functions: lambda.counts,
    logs: cloud.logs,
    rooms: rooms.read,
    queues: cloud.queueDepths,
    recorder,
    mails: () => readMails(inboxUrl),
    faults: createFaults({ ...cloud, coolDown: lambda.coolDown }),
    metrics: metrics.print,
  });
}

type Description = Parts & Pick<Surroundings, "edge" | "logs" | "dataDir"> & Pick<Cloud, "stop">;

function describeCloud({
  stores,
  queueFault,
  lambda,
  settings,
  sdk,
  edge,
  logs,
  dataDir,
  stop,
}: Description): Cloud {
  return {
    pageUrl: settings.PUBLIC_URL,
    apiUrl: `${settings.PUBLIC_URL}${http.basePath}`,
    websocketUrl: settings.WEBSOCKET_URL,
    callbackUrl: settings.WEBSOCKET_CALLBACK_URL,
    inboxUrl: stores.aws.mailUrl,
    settings: { ...sdk, ...settings },
    dataDir,
    redis: stores.redis,
    postgres: stores.postgres,
    gateway: edge.gateway,
    invoke: lambda.invoke,
    killSandboxes: lambda.kill,
    hurrySandboxes: lambda.hurry,
    repeatQueueMessages: (repeat) => {
      queueFault.repeats = repeat;
    },
    queueDepths: () => readQueueDepths(stores.queues),
    logs: logs.recent,
    stop,
  };
}
