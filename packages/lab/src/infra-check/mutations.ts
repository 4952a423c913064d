/**
 * Mistakes in `infra/` that the rules must notice: each is an edit of the sources, and the graph that is
 * drawn from them has to be found wrong. A check that never fails would prove nothing.
 */
import type { SourceEdit } from "./graph/graph.ts";

export interface Mutation {
  readonly name: string;
  readonly edits: readonly SourceEdit[];
  /** The rule that notices. */
  readonly rule: string;
}

export const mutations: readonly Mutation[] = [
  {
    name: "a route is left out",
    edits: [
      {
        file: "infra/websocket.ts",
        from: "of routes) {",
        to: 'of routes) { if (key === "$disconnect") continue;',
      },
    ],
    rule: "websocket",
  },
  {
    name: "the route response is left out",
    edits: [{ file: "infra/websocket.ts", from: "if (!routeResponse) continue;", to: "continue;" }],
    rule: "websocket",
  },
  {
    name: "a permission is left out",
    edits: [{ file: "infra/permissions.ts", from: "...own.map(", to: "...own.slice(1).map(" }],
    rule: "permissions",
  },
  {
    name: "a permission on everything is added",
    edits: [
      {
        file: "infra/permissions.ts",
        from: "...own.map(",
        to: '{ actions: ["dynamodb:PutItem"], resources: ["*"] }, ...own.map(',
      },
    ],
    rule: "permissions",
  },
  {
    name: "all actions on a table are granted",
    edits: [{ file: "infra/permissions.ts", from: "actions: [...actions]", to: 'actions: ["dynamodb:*"]' }],
    rule: "permissions",
  },
  {
    name: "the table's time to live is left out",
    edits: [{ file: "infra/connections.ts", from: "ttl: ttlAttribute,", to: "" }],
    rule: "table",
  },
  {
    name: "functions do not wait for the migration",
    edits: [
      {
        file: "infra/deploy.ts",
        from: "migration.after(input.values.DATABASE_URL)",
        to: "input.values.DATABASE_URL",
      },
    ],
    rule: "migration",
  },
  {
    name: "Redis is opened to the internet",
    edits: [
      {
        file: "infra/network.ts",
        from: "securityGroups: [functionsGroup.id],",
        to: 'cidrBlocks: ["0.0.0.0/0"],',
      },
    ],
    rule: "redis",
  },
  {
    name: "a function gets a setting that it does not list",
    edits: [
      {
        file: "infra/functions.ts",
        from: "environment: environmentOf(name, input.values, input.ownerUrl),",
        to: "environment: { ...environmentOf(name, input.values, input.ownerUrl), AUTH_SECRET: input.values.AUTH_SECRET },",
      },
    ],
    rule: "functions",
  },
  {
    name: "a function knows the tables' owner",
    edits: [{ file: "infra/environment.ts", from: "postgres.ownerFunctions.includes(name)", to: "true" }],
    rule: "local",
  },
  {
    // The rules read the table as it is: that they notice shows that the graph follows it.
    name: "a timeout is another in the topology",
    edits: [
      { file: "packages/topology/src/functions.ts", from: "timeoutMs: 10_000", to: "timeoutMs: 11_000" },
    ],
    rule: "functions",
  },
  {
    name: "the queue of shards does not keep their order",
    edits: [{ file: "infra/queue.ts", from: "      fifo: facts.fifo,\n", to: "" }],
    rule: "queues",
  },
  {
    name: "a queue has no consumer",
    edits: [{ file: "infra/queue.ts", from: "if (consumer === undefined) continue;", to: "continue;" }],
    rule: "queues",
  },
  {
    name: "one message that fails takes its whole batch along",
    edits: [{ file: "infra/queue.ts", from: "partialResponses: true", to: "partialResponses: false" }],
    rule: "queues",
  },
  {
    name: "more batches come at once than the consumer has sandboxes",
    edits: [{ file: "infra/queue.ts", from: "reservedConcurrency[consumer]", to: "1_000" }],
    rule: "queues",
  },
  {
    name: "a function is told the address of the wrong queue",
    edits: [
      { file: "infra/environment.ts", from: "input.queueUrls.deliveries", to: "input.queueUrls.drains" },
    ],
    rule: "queues",
  },
  {
    name: "an alarm is left out",
    edits: [
      {
        file: "infra/ops/alarm-metrics.ts",
        from: '"dead-letters": combine(',
        to: '"dead-letters": undefined && combine(',
      },
    ],
    rule: "operations",
  },
];
