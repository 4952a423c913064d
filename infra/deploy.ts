/**
 * The deployment: what is created, in the order in which one thing needs another.
 *
 * Invariants: every function, route, schedule, queue, key and header comes from `packages/topology`; a
 * function gets the settings and permissions that are listed for it and no others; the schema is
 * migrated before code that expects it takes traffic.
 */
import { type FunctionName, functions } from "@parley/topology";
import { createHttpApi } from "./api.ts";
import { createBudget } from "./budget.ts";
import { createConnections } from "./connections.ts";
import { environmentValues } from "./environment.ts";
import { createFunction, type Functions, type FunctionsInput } from "./functions.ts";
import { createMail } from "./mail.ts";
import { runMigration } from "./migration.ts";
import { createNetwork } from "./network.ts";
import { createOps } from "./ops.ts";
import type { Targets } from "./permissions.ts";
import { createPostgres } from "./postgres.ts";
import { createQueues, subscribeConsumers } from "./queue.ts";
import { createRedis } from "./redis.ts";
import { createSchedules } from "./schedules.ts";
import { createSecrets } from "./secrets.ts";
import { type LocalStores, readSettings, type Settings } from "./settings.ts";
import { createEdge, localPublicUrl, serveBehind, serveLocally } from "./web.ts";
import { addRoutes, createWebsocketApi } from "./websocket.ts";

export async function deploy(): Promise<Record<string, $util.Input<string>>> {
  const settings = readSettings({ stage: $app.stage, live: $dev, variables: process.env });
  const secrets = createSecrets();
  const connections = createConnections();
  const queues = createQueues();
  const mail = createMail(settings);
  const websocket = createWebsocketApi(settings.logRetention);
  const network = settings.local === undefined ? createNetwork(settings) : undefined;
  const redis = network === undefined ? undefined : createRedis(settings, network);
  const postgres = settings.local === undefined ? createPostgres(settings) : localPostgres(settings.local);
  const edge =
    settings.local === undefined
      ? createEdge({ settings, websocketOrigin: websocket.origin, proof: secrets.edgeProof })
      : undefined;
  const values = environmentValues({
    settings,
    redis: redis ?? { url: settings.local?.redisUrl ?? "", cluster: false },
    postgres,
    secrets,
    connectionsTable: connections.name,
    queueUrls: {
      deliveries: queues.byName.deliveries.url,
      drains: queues.byName.drains.url,
      hooks: queues.byName.hooks.url,
    },
    websocketUrl: websocket.url,
    websocketCallbackUrl: websocket.callbackUrl,
    publicUrl: edge?.publicUrl ?? localPublicUrl,
  });
  const targets: Targets = {
    connections: [connections.arn],
    "connections/byUser": [$interpolate`${connections.arn}/index/byUser`],
    "connections/byRoom": [$interpolate`${connections.arn}/index/byRoom`],
    "sockets/POST": [websocket.connectionsArn("POST")],
    "sockets/DELETE": [websocket.connectionsArn("DELETE")],
    "queues/deliveries": [queues.byName.deliveries.arn],
    "queues/drains": [queues.byName.drains.arn],
    "queues/hooks": [queues.byName.hooks.arn],
    mail: [mail.nodes.identity.arn, mail.nodes.configurationSet.arn],
  };
  const created = createFunctions(settings, {
    settings,
    network,
    targets,
    values,
    ownerUrl: postgres.ownerUrl,
  });
  addRoutes(websocket, created);
  const api = createHttpApi(created, settings.logRetention);
  createSchedules(created, queues.scheduleDeadLetters.arn);
  subscribeConsumers(queues, created);
  if (edge === undefined) {
    serveLocally(api.url);
    return { page: localPublicUrl, api: api.url, websocket: websocket.url };
  }
  serveBehind(edge, api.url);
  createBudget(settings);
  createOps({
    settings,
    websocketApiId: websocket.apiId,
    httpApiId: api.apiId,
    connections,
    queues,
    redis,
    network,
  });
  return { page: edge.publicUrl, websocket: websocket.url };
}

/** `migrate` first and run; then the others, of which those that use the database wait for it. */
function createFunctions(settings: Settings, input: FunctionsInput): Functions {
  const migrate = createFunction("migrate", input);
  // The local stack has migrated its own database.
  const migration = settings.local === undefined ? runMigration(migrate) : undefined;
  const values = {
    ...input.values,
    ...(migration !== undefined && { DATABASE_URL: migration.after(input.values.DATABASE_URL) }),
  };
  const others = (Object.keys(functions) as FunctionName[]).filter((name) => name !== "migrate");
  return {
    migrate,
    ...Object.fromEntries(others.map((name) => [name, createFunction(name, { ...input, values })])),
  } as Functions;
}

function localPostgres(local: LocalStores) {
  const url = $util.output(local.databaseUrl);
  return { appUrl: url, ownerUrl: url, wsProxy: local.databaseWsProxy };
}
