import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { testConnectionStore } from "@parley/chat/connection/connection-store.contract";
import { type AwsServices, startAwsServices } from "@parley/local/servers/aws-services";
import { connectionsTableName, createConnectionsTable } from "@parley/local/servers/connections-table";
import { afterAll, beforeAll } from "vitest";
import { DynamoConnectionStore } from "./dynamodb-connection-store.ts";
import { openTable } from "./dynamodb-table.ts";

let services: AwsServices;
let dataDir: string;
let client: DynamoDBClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "parley-dynamo-"));
  const dynamoPath = join(dataDir, "dynamo");
  services = await startAwsServices({
    dynamoPath,
    mailPort: 0,
    region: "eu-central-1",
    onLine: () => undefined,
  });
  await createConnectionsTable(services.dynamoUrl);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new DynamoDBClient({ endpoint: services.dynamoUrl, region: "eu-central-1", credentials });
});
afterAll(async () => {
  client.destroy();
  await services.stop();
  await rm(dataDir, { recursive: true, force: true });
});

// Read when a test runs: the server's address is known only then.
const late = new Proxy({} as DynamoConnectionStore, {
  get: (_, method: keyof DynamoConnectionStore) => {
    const store = new DynamoConnectionStore(async () => openTable(client, connectionsTableName));
    return (store[method] as () => unknown).bind(store);
  },
});

testConnectionStore("DynamoConnectionStore", late);
