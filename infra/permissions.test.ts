import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FunctionName, type PermissionFacts, permissions } from "@parley/topology";
import { describe, expect, it } from "vitest";

/** Written by hand, so that a wider grant is seen in review and not only in a table that grants it. */
const grants: Record<FunctionName, readonly string[]> = {
  authorize: [],
  connect: ["dynamodb:PutItem on connections"],
  message: [
    "dynamodb:BatchWriteItem on connections",
    "dynamodb:Query on connections",
    "dynamodb:Query on connections/byRoom",
    "dynamodb:Query on connections/byUser",
    "execute-api:ManageConnections on sockets/POST",
  ],
  disconnect: ["dynamodb:BatchWriteItem on connections", "dynamodb:Query on connections"],
  api: [
    "dynamodb:BatchWriteItem on connections",
    "dynamodb:Query on connections",
    "dynamodb:Query on connections/byRoom",
    "dynamodb:Query on connections/byUser",
    "execute-api:ManageConnections on sockets/DELETE",
    "execute-api:ManageConnections on sockets/POST",
    "ses:SendEmail on mail",
  ],
  migrate: [],
  sweep: [
    "dynamodb:BatchWriteItem on connections",
    "dynamodb:Query on connections",
    "dynamodb:Query on connections/byRoom",
    "execute-api:ManageConnections on sockets/POST",
  ],
};

/** The IAM action behind each command of the SDK. Source: "Service Authorization Reference", AWS. */
const actionOfCommand: Record<string, string> = {
  PutItemCommand: "dynamodb:PutItem",
  QueryCommand: "dynamodb:Query",
  BatchWriteItemCommand: "dynamodb:BatchWriteItem",
  PostToConnectionCommand: "execute-api:ManageConnections",
  DeleteConnectionCommand: "execute-api:ManageConnections",
  SendEmailCommand: "ses:SendEmail",
};

const listed = (name: FunctionName) =>
  (permissions[name] as readonly PermissionFacts[]).flatMap(({ actions, on }) =>
    actions.map((action) => `${action} on ${on}`),
  );

describe("what functions may do", () => {
  it.each(Object.keys(grants) as FunctionName[])("[SEC22] lets %s do just this", (name) => {
    expect(listed(name).toSorted()).toEqual(grants[name]);
  });

  it("[SEC22] grants every action that the stores use, and none that they do not", async () => {
    const sources = await readUsedStores();
    const commands = new Set(sources.flatMap((source) => source.match(/new (\w+Command)\(/g) ?? []));
    const used = [...commands].map((one) => actionOfCommand[one.slice(4, -1)] ?? `unknown: ${one}`);
    const granted = Object.values(permissions).flatMap((facts: readonly PermissionFacts[]) =>
      facts.flatMap(({ actions }) => actions),
    );
    expect([...new Set(granted)].toSorted()).toEqual([...new Set(used)].toSorted());
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
