import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type FunctionName, type PermissionTarget, permissions } from "@parley/topology";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type AwsServices, startAwsServices } from "../servers/aws-services.ts";
import { connectionsTableName, createConnectionsTable } from "../servers/connections-table.ts";
import { type CreatedQueue, createQueues } from "../servers/queues.ts";
import { account } from "../settings/settings.ts";
import { connectToy, startToyGateway, type ToyGateway } from "../testing/toy-gateway.ts";
import { createCallers } from "./callers.ts";
import { type Grants, grantsWith } from "./grants.ts";
import { credentialsOf } from "./principals.ts";

let services: AwsServices;
let queues: readonly CreatedQueue[];
let dir: string;
let toy: ToyGateway | undefined;
const denials: string[] = [];

/** The topology's grants without one, which somebody forgot. */
function forget(name: FunctionName, on: PermissionTarget): Partial<Grants> {
  return { [name]: permissions[name].filter((grant) => grant.on !== on) };
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-grants-"));
  services = await startAwsServices({
    dynamoPath: dir,
    mailPort: 0,
    region: account.region,
    grants: grantsWith(forget("api", "connections/byUser")),
    onLine: () => {},
    onDenied: (reason) => denials.push(reason),
  });
  await createConnectionsTable(services.dynamoUrl);
  queues = await createQueues(services.queuesUrl);
});
afterEach(async () => {
  denials.length = 0;
  await toy?.stop();
  toy = undefined;
});
afterAll(async () => {
  await services.stop();
  await rm(dir, { recursive: true, force: true });
});

const as = (name: FunctionName, endpoint: string) => ({
  endpoint,
  region: account.region,
  credentials: credentialsOf(name),
  maxAttempts: 1,
});

interface SdkOutcome {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** The status, and by what name and in what words the SDK reports a refusal. */
async function outcomeOf(call: Promise<SdkOutcome>): Promise<readonly unknown[]> {
  const { $metadata, name, message } = await call.catch((error: SdkOutcome) => error);
  return name === undefined ? [$metadata.httpStatusCode] : [$metadata.httpStatusCode, name, message];
}

const userOf = (name: FunctionName) =>
  `arn:aws:sts::000000000000:assumed-role/parley-local-${name}/parley-local-${name}`;

const queryIndex = (name: FunctionName, IndexName: string | undefined) =>
  new DynamoDBClient(as(name, services.dynamoUrl)).send(
    new QueryCommand({
      TableName: connectionsTableName,
      ...(IndexName === undefined ? {} : { IndexName }),
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: {
        "#key": { byUser: "ownerId", byRoom: "roomId" }[IndexName ?? ""] ?? "connectionId",
      },
      ExpressionAttributeValues: { ":key": { S: "x" } },
    }),
  );

const put = (name: FunctionName) =>
  new DynamoDBClient(as(name, services.dynamoUrl)).send(
    new PutItemCommand({
      TableName: connectionsTableName,
      Item: { connectionId: { S: "x" }, scope: { S: "connection" } },
    }),
  );

const remove = (name: FunctionName) =>
  new DynamoDBClient(as(name, services.dynamoUrl)).send(
    new BatchWriteItemCommand({
      RequestItems: {
        [connectionsTableName]: [
          { DeleteRequest: { Key: { connectionId: { S: "x" }, scope: { S: "connection" } } } },
        ],
      },
    }),
  );

test("[SEC22] a function does on the table and its indexes what is granted to it, and nothing else", async () => {
  expect(await outcomeOf(put("connect"))).toEqual([200]);
  expect(await outcomeOf(queryIndex("message", undefined))).toEqual([200]);
  expect(await outcomeOf(queryIndex("message", "byUser"))).toEqual([200]);
  expect(await outcomeOf(remove("disconnect"))).toEqual([200]);
  expect(denials).toEqual([]);
  const table = `arn:aws:dynamodb:us-east-1:000000000000:table/${connectionsTableName}`;
  expect(await outcomeOf(put("message"))).toEqual([
    400,
    "AccessDeniedException",
    `User: ${userOf("message")} is not authorized to perform: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
  ]);
  expect(await outcomeOf(queryIndex("drain", "byUser"))).toEqual([
    400,
    "AccessDeniedException",
    expect.stringContaining(`dynamodb:Query on resource: ${table}/index/byUser because`),
  ]);
  expect((await outcomeOf(remove("connect"))).slice(0, 2)).toEqual([400, "AccessDeniedException"]);
});

test("[SEC22] a grant that was forgotten is missed here, as it would be in the cloud, and named", async () => {
  expect((await outcomeOf(queryIndex("api", "byUser"))).slice(0, 2)).toEqual([400, "AccessDeniedException"]);
  // Told by another thread, beside the answer.
  await expect
    .poll(() => denials)
    .toContain(
      "api may not dynamodb:Query on connections/byUser: packages/topology/src/permissions.ts does not grant it",
    );
});

test("[SEC22] a function sends to the queues that are granted to it, and reads its own alone", async () => {
  const urlOf = (name: string) => queues.find((queue) => queue.name === name)?.url ?? "";
  const send = (name: FunctionName, queue: string) =>
    new SQSClient(as(name, services.queuesUrl)).send(
      new SendMessageBatchCommand({ QueueUrl: urlOf(queue), Entries: [{ Id: "1", MessageBody: "{}" }] }),
    );
  const receive = (name: FunctionName, queue: string) =>
    new SQSClient(as(name, services.queuesUrl)).send(new ReceiveMessageCommand({ QueueUrl: urlOf(queue) }));
  expect(await outcomeOf(send("message", "drains"))).toEqual([200]);
  expect(await outcomeOf(receive("drain", "drains"))).toEqual([200]);
  expect(await outcomeOf(send("deliver", "drains"))).toEqual([
    403,
    "AccessDenied",
    `User: ${userOf("deliver")} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:parley-local-drains because no identity-based policy allows the sqs:sendmessage action`,
  ]);
  expect((await outcomeOf(receive("message", "drains"))).slice(0, 2)).toEqual([403, "AccessDenied"]);
});

test("[SEC22] only who may send mails does", async () => {
  const mail = (name: FunctionName) =>
    new SESv2Client(as(name, services.mailUrl)).send(
      new SendEmailCommand({
        FromEmailAddress: "parley@localhost.example",
        Destination: { ToAddresses: ["ada@example.test"] },
        Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
      }),
    );
  expect(await outcomeOf(mail("api"))).toEqual([200]);
  expect((await outcomeOf(mail("message"))).slice(0, 2)).toEqual([403, "AccessDeniedException"]);
});

test("[SEC22] without the grant for DELETE a function posts, and closes nothing", async () => {
  const grants = grantsWith(forget("message", "sockets/DELETE"));
  const running = await startToyGateway({ callers: createCallers(grants, (reason) => denials.push(reason)) });
  toy = running;
  const client = await connectToy(running.url);
  const ConnectionId = running.gateway.connections()[0]?.connectionId ?? "";
  const management = (name: FunctionName) => new ApiGatewayManagementApiClient(as(name, running.callbackUrl));
  const close = (name: FunctionName) => management(name).send(new DeleteConnectionCommand({ ConnectionId }));
  const post = new PostToConnectionCommand({ ConnectionId, Data: "hello" });
  expect(await outcomeOf(close("message"))).toEqual([
    403,
    "AccessDeniedException",
    `User: ${userOf("message")} is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:********0000:local/v1/DELETE/@connections/{connectionId}`,
  ]);
  expect(denials).toContainEqual(expect.stringContaining("message may not execute-api:ManageConnections"));
  expect(await outcomeOf(management("message").send(post))).toEqual([200]);
  expect(await client.next()).toBe("hello");
  const look = management("message").send(new GetConnectionCommand({ ConnectionId }));
  expect((await outcomeOf(look)).slice(0, 2)).toEqual([403, "AccessDeniedException"]);
  expect((await outcomeOf(management("authorize").send(post))).slice(0, 2)).toEqual([
    403,
    "AccessDeniedException",
  ]);
  expect(await outcomeOf(close("api"))).toEqual([204]);
  expect((await client.closed).code).toBe(1000);
});
