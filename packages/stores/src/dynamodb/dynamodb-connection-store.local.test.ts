import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConnectionStore } from "@parley/chat/connection/connection-store.contract";
import { type AwsServices, startAwsServices } from "@parley/local/servers/aws-services";
import { connectionsTableName, createConnectionsTable } from "@parley/local/servers/connections-table";
import { afterAll, beforeAll } from "vitest";
import type { AwsJsonClient } from "../aws/json-client.ts";
import { localEnvironment } from "../aws/testing/local-environment.ts";
import { createDynamo } from "./dynamodb-client.ts";
import { DynamoConnectionStore } from "./dynamodb-connection-store.ts";

let services: AwsServices;
let dataDir: string;
let client: AwsJsonClient;

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
  client = createDynamo({ environment: localEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: services.dynamoUrl }) });
});
afterAll(async () => {
  client.close();
  await services.stop();
  await rm(dataDir, { recursive: true, force: true });
});

// Read when a test runs: the server's address is known only then.
const late = new Proxy({} as DynamoConnectionStore, {
  get: (_, method: keyof DynamoConnectionStore) => {
    const store = new DynamoConnectionStore(client, connectionsTableName);
    return (store[method] as () => unknown).bind(store);
  },
});

testConnectionStore("DynamoConnectionStore", late);
