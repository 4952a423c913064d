import { afterEach, expect, test } from "vitest";
import {
  allow,
  connectToy,
  startToyGateway,
  type ToyGateway,
  type ToyGatewayOptions,
} from "../testing/toy-gateway.ts";

let running: ToyGateway | undefined;
const start = async (options?: ToyGatewayOptions): Promise<ToyGateway> => {
  running = await startToyGateway(options);
  return running;
};
afterEach(() => running?.stop());

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const time = expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);

function requestContext(toy: ToyGateway, routeKey: string, eventType: string) {
  return {
    routeKey,
    eventType,
    extendedRequestId: uuid,
    requestTime: time,
    requestTimeEpoch: expect.any(Number),
    messageDirection: "IN",
    stage: "v1",
    connectedAt: expect.any(Number),
    identity: { sourceIp: "127.0.0.1", userAgent: "toy/1" },
    requestId: uuid,
    domainName: `127.0.0.1:${toy.gateway.port}`,
    connectionId: expect.stringMatching(/^[\w-]{15}=$/),
    apiId: "local",
  };
}

const connect = (toy: ToyGateway, more = "") => connectToy(`${toy.url}${more}`, { userAgent: "toy/1" });

test("the authorizer gets a REQUEST for $connect, with headers, query and a methodArn that ends in /$connect", async () => {
  const toy = await start();
  await connect(toy, "&tag=1&tag=2");
  const [event] = toy.events("authorize");
  expect(event).toEqual({
    type: "REQUEST",
    methodArn: "arn:aws:execute-api:us-east-1:000000000000:local/v1/$connect",
    headers: expect.objectContaining({
      Connection: "Upgrade",
      Upgrade: "websocket",
      "User-Agent": "toy/1",
    }),
    multiValueHeaders: expect.objectContaining({ "User-Agent": ["toy/1"] }),
    queryStringParameters: { ticket: "toy", tag: "2" },
    multiValueQueryStringParameters: { ticket: ["toy"], tag: ["1", "2"] },
    stageVariables: {},
    requestContext: requestContext(toy, "$connect", "CONNECT"),
  });
});

test("CONNECT carries headers and multiValueHeaders, the query and the authorizer's context, and no body", async () => {
  const toy = await start({ handlers: { authorize: (event) => allow(event, { userId: "usr_1" }) } });
  await connect(toy);
  const [event] = toy.events("connect");
  expect(event).toEqual({
    headers: expect.objectContaining({ "Sec-WebSocket-Version": "13", "X-Forwarded-For": "127.0.0.1" }),
    multiValueHeaders: expect.objectContaining({ "Sec-WebSocket-Version": ["13"] }),
    queryStringParameters: { ticket: "toy" },
    multiValueQueryStringParameters: { ticket: ["toy"] },
    requestContext: {
      ...requestContext(toy, "$connect", "CONNECT"),
      authorizer: { principalId: "usr_1", userId: "usr_1" },
    },
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty("Upgrade");
  expect(event.requestContext.extendedRequestId).toBe(event.requestContext.requestId);
});

test("MESSAGE carries requestContext with a messageId, the body, isBase64Encoded, and nothing else", async () => {
  const toy = await start({ handlers: { authorize: (event) => allow(event, { level: 7, admin: true }) } });
  const client = await connect(toy);
  client.socket.send("hello ü");
  expect(await toy.firstEvent("message")).toEqual({
    requestContext: {
      ...requestContext(toy, "$default", "MESSAGE"),
      messageId: uuid,
      authorizer: { principalId: "usr_1", level: "7", admin: "true" },
    },
    body: "hello ü",
    isBase64Encoded: false,
  });
});

test("DISCONNECT carries the code, the reason and four headers, empty but Host; the context stands in it too", async () => {
  const toy = await start({ handlers: { authorize: (event) => allow(event, { userId: "usr_1" }) } });
  const client = await connect(toy);
  client.socket.close(4001, "done here");
  const headers = {
    Host: `127.0.0.1:${toy.gateway.port}`,
    "x-api-key": "",
    "X-Forwarded-For": "",
    "x-restapi": "",
  };
  expect(await toy.firstEvent("disconnect")).toEqual({
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: {
      ...requestContext(toy, "$disconnect", "DISCONNECT"),
      authorizer: { principalId: "usr_1", userId: "usr_1" },
      disconnectStatusCode: 4001,
      disconnectReason: "done here",
    },
    isBase64Encoded: false,
  });
});

test("a client without a user agent has none in its identity", async () => {
  const toy = await start();
  await connectToy(toy.url);
  expect(toy.events("connect")[0].requestContext.identity).toEqual({ sourceIp: "127.0.0.1" });
});

test("all events of one connection name the same connection and the same connectedAt", async () => {
  const toy = await start();
  const client = await connect(toy);
  client.socket.send("{}");
  await toy.firstEvent("message");
  client.socket.close();
  const events = [await toy.firstEvent("disconnect"), ...toy.events("message"), ...toy.events("connect")];
  expect(new Set(events.map((event) => event.requestContext.connectionId)).size).toBe(1);
  expect(new Set(events.map((event) => event.requestContext.connectedAt)).size).toBe(1);
  expect(new Set(events.map((event) => event.requestContext.requestId)).size).toBe(3);
});
