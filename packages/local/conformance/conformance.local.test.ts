import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { connectToy, type ToyClient, type ToyEvent } from "../src/testing/toy-gateway.ts";
import { isRemote, openTarget, type Target } from "./target.ts";

/** What an API in the cloud needs minutes for. */
const slow = isRemote && process.env["CONFORMANCE_SLOW"] === undefined;
const kilobyte = 1_024;

let target: Target;
let hasOurHandlers = false;
const clients: ToyClient[] = [];

beforeAll(async () => {
  target = await openTarget();
  const client = await connect();
  client.socket.send(JSON.stringify({ do: "echo" }));
  hasOurHandlers = (await client.next()).saw === "message";
});
afterAll(async () => {
  for (const { socket } of clients) socket.terminate();
  await target.stop();
});

async function connect(
  query: Readonly<Record<string, string>> = {},
  options: { readonly at?: Target; readonly protocols?: string[] } = {},
): Promise<ToyClient> {
  const at = options.at ?? target;
  const parameters = new URLSearchParams({ ticket: await at.takeTicket(), ...query });
  const client = await connectToy(`${at.url}?${parameters}`, { ...options, userAgent: "conformance" });
  clients.push(client);
  return client;
}

const refusalOf = (connecting: Promise<unknown>): Promise<number> =>
  connecting.then(
    () => 101,
    (error: { readonly status?: number }) => error.status ?? 0,
  );

async function ask(client: ToyClient, frame: unknown): Promise<ToyEvent> {
  client.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  return client.next();
}

const idOf = async (client: ToyClient): Promise<string> =>
  (await ask(client, { do: "echo" })).event.requestContext.connectionId;

/** A connection that another's handlers show their events to. */
async function observe() {
  const client = await connect();
  return { client, observer: await idOf(client) };
}

/** The next event of that kind that is shown. */
async function seen(client: ToyClient, kind: "connect" | "disconnect"): Promise<ToyEvent> {
  for (;;) {
    const shown = await client.next();
    if (shown.saw === kind) return shown;
  }
}

const management = (credentials: object = target.credentials ?? {}) =>
  new ApiGatewayManagementApiClient({
    endpoint: target.callbackUrl,
    region: target.region,
    ...(Object.keys(credentials).length > 0 ? { credentials: credentials as never } : {}),
    maxAttempts: 1,
  });
const post = (ConnectionId: string, data: string, credentials?: object) =>
  management(credentials).send(new PostToConnectionCommand({ ConnectionId, Data: data }));
const statusOf = (call: Promise<{ readonly $metadata: { readonly httpStatusCode?: number } }>) =>
  call.then(
    ({ $metadata }) => $metadata.httpStatusCode,
    ({ $metadata }: { readonly $metadata: { readonly httpStatusCode?: number } }) => $metadata.httpStatusCode,
  );

/** For a line that needs the handlers of this folder behind the API. */
const needOurHandlers = (context: TestContext) =>
  context.skip(!hasOurHandlers, "the API has handlers of its own");

test("[GW9] a URL of more than 4,096 bytes is refused", async () => {
  expect(await refusalOf(connect({ filling: "x".repeat(4_096) }))).toBeGreaterThanOrEqual(400);
});

test("[GW12] without the identity source: 401", async () => {
  expect(await refusalOf(connectToy(target.url))).toBe(401);
});

test("[GW13] denied by the authorizer: 403", async () => {
  expect(await refusalOf(connectToy(`${target.url}?ticket=deny`))).toBe(403);
});

test("[GW14] what $connect answers but 2xx is the handshake's status", async (context) => {
  needOurHandlers(context);
  for (const status of [400, 403, 409, 429, 503]) {
    expect(await refusalOf(connect({ connect: String(status) }))).toBe(status);
  }
});

test("[GW15] a $connect that fails, or answers no status: 502", async (context) => {
  needOurHandlers(context);
  expect(await refusalOf(connect({ connect: "throw" }))).toBe(502);
  expect(await refusalOf(connect({ connect: "nothing" }))).toBe(502);
});

test("[GW8] an authorizer's answer of more than 8 KB is refused", async (context) => {
  needOurHandlers(context);
  expect(await refusalOf(connect({ context: String(9 * kilobyte) }))).toBeGreaterThanOrEqual(400);
});

test("[GW17] the subprotocol is the one that $connect's answer names", async (context) => {
  needOurHandlers(context);
  const client = await connect({ connect: "protocol" }, { protocols: ["first", "second"] });
  expect(client.socket.protocol).toBe("second");
});

test("[GW11] [GW18] [GW19] [GW20] [GW22] [GW45] what $connect and its authorizer are given", async (context) => {
  needOurHandlers(context);
  const { client, observer } = await observe();
  const watched = await connect({ observer, a: "1" });
  const { event, ownPostStatus } = await seen(client, "connect");
  expect(ownPostStatus).toBe(410);
  expect(event).not.toHaveProperty("body");
  expect(event.queryStringParameters).toMatchObject({ a: "1", observer });
  expect(event.multiValueQueryStringParameters).toMatchObject({ a: ["1"] });
  expect(event.headers).toMatchObject({ "User-Agent": "conformance" });
  expect(event.multiValueHeaders).toMatchObject({ "User-Agent": ["conformance"] });
  const { requestContext } = event;
  expect(requestContext).toMatchObject({
    routeKey: "$connect",
    eventType: "CONNECT",
    messageDirection: "IN",
    extendedRequestId: requestContext.requestId,
    requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    requestTimeEpoch: expect.any(Number),
    connectedAt: expect.any(Number),
    identity: { sourceIp: expect.any(String), userAgent: "conformance" },
    stage: expect.any(String),
    domainName: expect.any(String),
    apiId: expect.any(String),
  });
  const authorizer = { number: "7", flag: "true", authorizerType: "REQUEST", principalId: "conformance" };
  expect(requestContext.authorizer).toMatchObject(authorizer);
  expect(requestContext.authorizer.methodArn).toMatch(/\/\$connect$/);
  const later = await ask(watched, { do: "echo" });
  expect(later.event.requestContext.authorizer).toEqual(requestContext.authorizer);
  expect(later.event.requestContext.connectionId).toBe(requestContext.connectionId);
});

test("[GW21] [GW23] a frame's event is its context with a messageId, the body, and nothing else", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  const { event } = await ask(client, '{"do":"echo","text":"ü"}');
  expect(Object.keys(event).toSorted()).toEqual(["body", "isBase64Encoded", "requestContext"]);
  expect(event).toMatchObject({ body: '{"do":"echo","text":"ü"}', isBase64Encoded: false });
  expect(event.requestContext).toMatchObject({
    eventType: "MESSAGE",
    routeKey: "$default",
    messageId: expect.any(String),
  });
});

test("[GW24] [GW36] a client that closes without a code: 1005, AWS's words and four headers", async (context) => {
  needOurHandlers(context);
  const { client, observer } = await observe();
  const watched = await connect({ observer });
  watched.socket.close();
  const { event } = await seen(client, "disconnect");
  expect(event.requestContext).toMatchObject({
    eventType: "DISCONNECT",
    routeKey: "$disconnect",
    disconnectStatusCode: 1005,
    disconnectReason: "Client-side close frame status not set",
  });
  expect(event.headers).toEqual({
    Host: event.requestContext.domainName,
    "x-api-key": "",
    "X-Forwarded-For": "",
    "x-restapi": "",
  });
});

test("[GW26] what is not JSON, or has no route of its own, goes to $default", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  for (const frame of ["not JSON", '"text"', "[1]", '{"action":"unknown"}', '{"action":7}']) {
    const { event } = await ask(client, frame);
    expect([event.body, event.requestContext.routeKey]).toEqual([frame, "$default"]);
  }
});

test("[GW25] [GW28] the action names the route, whose answer is no frame without a route response", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  client.socket.send(JSON.stringify({ action: "silent" }));
  expect((await ask(client, { do: "echo" })).event.requestContext.routeKey).toBe("$default");
});

test("[GW29] [GW31] a handler that fails: Internal server error, and the connection stays", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  for (const what of ["throw", "nothing"]) {
    expect(await ask(client, { do: what })).toEqual({
      message: "Internal server error",
      connectionId: expect.any(String),
      requestId: expect.any(String),
    });
  }
  expect(await ask(client, { do: "echo" })).toMatchObject({ saw: "message" });
});

test("[GW38] a handler cannot close a connection, whatever it answers", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  expect(await ask(client, { do: "close" })).toEqual({});
  expect(await ask(client, { do: "echo" })).toMatchObject({ saw: "message" });
});

test("[GW3] [GW32] a frame of more than 32 KB: 1009", async () => {
  const client = await connect();
  client.socket.send("x".repeat(32 * kilobyte + 1));
  expect((await client.closed).code).toBe(1009);
});

test("[GW4] a message of 128 KB in frames of 32 KB passes; one byte more: 1009", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  const frame = "x".repeat(32 * kilobyte);
  for (const fin of [false, false, false, true]) client.socket.send(frame, { fin });
  // The answer repeats it and may be too long for a way back: either shows that the handler was asked.
  const answer = await client.next();
  expect(answer.saw ?? answer.message).toMatch(/^message$|^Internal server error$/);
  for (const fin of [false, false, false, false]) client.socket.send(frame, { fin });
  client.socket.send("x", { fin: true });
  expect((await client.closed).code).toBe(1009);
});

test("[GW33] a binary frame: 1003", async () => {
  const client = await connect();
  client.socket.send(Buffer.from("binary"));
  expect((await client.closed).code).toBe(1003);
});

test("[GW37] [GW42] DELETE: 204, and 1000 Connection Closed Normally", async (context) => {
  needOurHandlers(context);
  const { client, observer } = await observe();
  const watched = await connect({ observer });
  const ConnectionId = await idOf(watched);
  expect(await statusOf(management().send(new DeleteConnectionCommand({ ConnectionId })))).toBe(204);
  expect(await watched.closed).toMatchObject({ code: 1000 });
  const { event } = await seen(client, "disconnect");
  expect(event.requestContext).toMatchObject({
    disconnectStatusCode: 1000,
    disconnectReason: "Connection Closed Normally",
  });
});

test("[GW40] POST: 200, and the client has the frame", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  expect(await statusOf(post(await idOf(client), '{"text":"ü"}'))).toBe(200);
  expect(await client.next()).toEqual({ text: "ü" });
});

test("[GW41] GET: 200 with connectedAt, lastActiveAt and identity", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  const answer = await management().send(new GetConnectionCommand({ ConnectionId: await idOf(client) }));
  expect(answer.$metadata.httpStatusCode).toBe(200);
  expect(answer.ConnectedAt?.getTime()).toBeLessThanOrEqual(answer.LastActiveAt?.getTime() ?? 0);
  expect(answer.Identity).toMatchObject({ SourceIp: expect.any(String), UserAgent: "conformance" });
});

test("[GW43] 403 for a signature that is wrong", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  const wrong = { accessKeyId: "AKIAWRONG", secretAccessKey: "wrong" };
  expect(await statusOf(post(await idOf(client), "{}", wrong))).toBe(403);
});

test("[GW44] 410 for a connection that is gone", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  const connectionId = await idOf(client);
  client.socket.close();
  await client.closed;
  await expect.poll(() => statusOf(post(connectionId, "{}")), { timeout: 10_000 }).toBe(410);
});

test("[GW46] 413 for a message of more than 128 KB", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  expect(await statusOf(post(await idOf(client), "x".repeat(128 * kilobyte + 1)))).toBe(413);
});

test("[GW49] a sender that awaits each POST before the next is heard in order", async (context) => {
  needOurHandlers(context);
  const client = await connect();
  const connectionId = await idOf(client);
  for (let index = 0; index < 20; index += 1) await post(connectionId, String(index));
  for (let index = 0; index < 20; index += 1) expect(await client.next()).toBe(index);
});

test.skipIf(slow)("[GW5] [GW34] nobody says anything: 1001 Going away", { timeout: 660_000 }, async () => {
  const at = await openTarget({ idleTimeoutMs: 500 });
  const client = await connect({}, { at });
  expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
  await at.stop();
});

test.skipIf(slow)("[GW7] [GW30] a handler that is too late: Endpoint request timed out", async () => {
  const at = await openTarget({ integrationTimeoutMs: 2_000 });
  const client = await connect({}, { at });
  expect(await ask(client, { do: "hang" })).toEqual({
    message: "Endpoint request timed out",
    connectionId: expect.any(String),
    requestId: expect.any(String),
  });
  await at.stop();
});

// Whoever runs the suite against an account does not want to use up its quotas for everybody else.
test.skipIf(isRemote)("[GW1] [GW16] too many connections at once: 429", async () => {
  const at = await openTarget({ newConnectionsPerSecond: 1 });
  const statuses = await Promise.all([1, 2, 3].map(() => refusalOf(connect({}, { at }))));
  expect(statuses).toContain(429);
  await at.stop();
});
