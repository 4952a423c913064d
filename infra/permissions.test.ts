import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  consumeActions,
  type FunctionName,
  type PermissionFacts,
  permissions,
  type QueueFacts,
  queues,
} from "@parley/topology";
import { describe, expect, it } from "vitest";

/** Written by hand, so that a wider grant is seen in review and not only in a table that grants it. */
const draining = [
  "dynamodb:BatchWriteItem on connections",
  "dynamodb:Query on connections",
  "dynamodb:Query on connections/byRoom",
  "execute-api:ManageConnections on sockets/DELETE",
  "execute-api:ManageConnections on sockets/POST",
  "sqs:SendMessage on queues/deliveries",
  "sqs:SendMessage on queues/drains",
  "sqs:SendMessage on queues/hooks",
];
const consuming = (queue: string) =>
  ["DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map(
    (action) => `sqs:${action} on queues/${queue}`,
  );
const findingPeople = "dynamodb:Query on connections/byUser";
const grants: Record<FunctionName, readonly string[]> = {
  authorize: [],
  connect: ["dynamodb:PutItem on connections"],
  message: [...draining, findingPeople],
  disconnect: ["dynamodb:BatchWriteItem on connections", "dynamodb:Query on connections"],
  api: [...draining, findingPeople, "ses:SendEmail on mail"],
  migrate: [],
  sweep: [...draining, findingPeople],
  deliver: [
    "dynamodb:BatchWriteItem on connections",
    "dynamodb:Query on connections",
    "execute-api:ManageConnections on sockets/DELETE",
    "execute-api:ManageConnections on sockets/POST",
    ...consuming("deliveries"),
  ],
  drain: [...draining, ...consuming("drains")],
  hook: ["sqs:SendMessage on queues/hooks", ...consuming("hooks")],
};

/** The IAM action behind each command of the SDK. Source: "Service Authorization Reference", AWS. */
const actionOfCommand: Record<string, string> = {
  PutItemCommand: "dynamodb:PutItem",
  QueryCommand: "dynamodb:Query",
  BatchWriteItemCommand: "dynamodb:BatchWriteItem",
  PostToConnectionCommand: "execute-api:ManageConnections",
  DeleteConnectionCommand: "execute-api:ManageConnections",
  SendEmailCommand: "ses:SendEmail",
  SendMessageBatchCommand: "sqs:SendMessage",
};

const listed = (name: FunctionName) =>
  (permissions[name] as readonly PermissionFacts[]).flatMap(({ actions, on }) =>
    actions.map((action) => `${action} on ${on}`),
  );

describe("what functions may do", () => {
  it.each(Object.keys(grants) as FunctionName[])("[SEC22] lets %s do just this", (name) => {
    expect(listed(name).toSorted()).toEqual(grants[name].toSorted());
  });

  it("[SEC22] grants every action that the stores use, and none that they do not", async () => {
    const sources = await readUsedStores();
    const commands = new Set(sources.flatMap((source) => source.match(/new (\w+Command)\(/g) ?? []));
    const used = [...commands].map((one) => actionOfCommand[one.slice(4, -1)] ?? `unknown: ${one}`);
    const granted = Object.values(permissions).flatMap((facts: readonly PermissionFacts[]) =>
      facts.flatMap(({ actions }) => actions),
    );
    const own = granted.filter((action) => !(consumeActions as readonly string[]).includes(action));
    expect([...new Set(own)].toSorted()).toEqual([...new Set(used)].toSorted());
  });

  it("[SEC22] lets the consumer of a queue, and no other function, read it", () => {
    for (const [queue, { consumer }] of Object.entries<QueueFacts>(queues)) {
      const readers = (Object.keys(grants) as FunctionName[]).filter((name) =>
        consumeActions.every((action) => listed(name).includes(`${action} on queues/${queue}`)),
      );
      expect(readers).toEqual(consumer === undefined ? [] : [consumer]);
    }
  });
});

/** The stores that some function imports: one that waits for its first user needs no grant. */
async function readUsedStores(): Promise<string[]> {
  const handlers = await readSources(join(import.meta.dirname, "../functions"));
  const stores = handlers.flatMap((source) => source.match(/(?<=@parley\/stores\/)\w+(?=\/)/g) ?? []);
  const folders = [...new Set(stores)].map((store) =>
    join(import.meta.dirname, "../packages/stores/src", store),
  );
  return (await Promise.all(folders.map(readSources))).flat();
}

async function readSources(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  const own = files.filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("node_modules"),
  );
  return Promise.all(own.map((file) => readFile(join(folder, file), "utf8")));
}
