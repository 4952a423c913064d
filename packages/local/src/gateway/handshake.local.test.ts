import { createConnection } from "node:net";
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

const withoutTicket = (toy: ToyGateway) => toy.url.split("?", 1)[0] ?? "";

/** The status that refuses a handshake at `url`. */
const refusal = (url: string) =>
  connectToy(url).then(
    () => {
      throw new Error("The handshake was accepted.");
    },
    (error: { status: number }) => error.status,
  );

test("[GW11] the client is connected only when $connect has answered, and the authorizer ran before it", async () => {
  const answered = Promise.withResolvers<object>();
  const toy = await start({ handlers: { connect: () => answered.promise } });
  let open = false;
  const connecting = connectToy(toy.url).then((client) => {
    open = true;
    return client;
  });
  await toy.firstEvent("connect");
  expect(toy.events("authorize")).toHaveLength(1);
  expect(open).toBe(false);
  expect(toy.gateway.connections()).toEqual([]);
  answered.resolve({ statusCode: 200 });
  await connecting;
  expect(toy.gateway.connections()).toHaveLength(1);
});

test("without the identity source: 401, and the authorizer is not asked", async () => {
  const toy = await start();
  expect(await refusal(withoutTicket(toy))).toBe(401);
  expect(await refusal(`${withoutTicket(toy)}?ticket=`)).toBe(401);
  expect(toy.events("authorize")).toEqual([]);
});

test("denied by the authorizer's policy: 403, and $connect is not run", async () => {
  const toy = await start({ handlers: { authorize: (event) => allow(event, {}, "Deny") } });
  expect(await refusal(toy.url)).toBe(403);
  expect(toy.events("connect")).toEqual([]);
});

test("an authorizer that throws `Unauthorized`: 401; one that throws anything else: 500", async () => {
  const toy = await start({
    handlers: {
      authorize: ({ queryStringParameters }) => {
        throw new Error(queryStringParameters.ticket);
      },
    },
  });
  expect(await refusal(`${withoutTicket(toy)}?ticket=Unauthorized`)).toBe(401);
  expect(await refusal(`${withoutTicket(toy)}?ticket=other`)).toBe(500);
});

test("an authorizer's answer over its quota: 500", async () => {
  const toy = await start({
    handlers: { authorize: (event) => allow(event, { text: "x".repeat(300) }) },
    quotas: { authorizerResultBytesMax: 400 },
  });
  expect(await refusal(toy.url)).toBe(500);
});

test.for([401, 403, 404, 409, 429, 500, 503])(
  "$connect answering %i: that is the status",
  async (statusCode) => {
    const toy = await start({ handlers: { connect: () => ({ statusCode }) } });
    expect(await refusal(toy.url)).toBe(statusCode);
    expect(toy.gateway.connections()).toEqual([]);
  },
);

test("$connect that throws, or answers without a statusCode: 502", async () => {
  const toy = await start({
    handlers: {
      connect: ({ queryStringParameters }) => {
        if (queryStringParameters.ticket === "throw") throw new Error("toy");
        return { ok: true };
      },
    },
  });
  expect(await refusal(`${withoutTicket(toy)}?ticket=throw`)).toBe(502);
  expect(await refusal(`${withoutTicket(toy)}?ticket=shapeless`)).toBe(502);
  expect(toy.failures).toHaveLength(2);
});

test("$connect that does not answer within the integration's time: 504", async () => {
  const toy = await start({
    handlers: { connect: () => new Promise(() => {}) },
    quotas: { integrationTimeoutMs: 50 },
  });
  expect(await refusal(toy.url)).toBe(504);
});

test("[GW1] [GW16] over the rate of new connections: 429", async () => {
  const toy = await start({ quotas: { newConnectionsPerSecond: 2 } });
  await connectToy(toy.url);
  await connectToy(toy.url);
  expect(await refusal(toy.url)).toBe(429);
});

test("a URL over its quota: 414; another path than the stage's: 403", async () => {
  const toy = await start({ quotas: { urlBytesMax: 100 } });
  expect(await refusal(`${toy.url}${"x".repeat(100)}`)).toBe(414);
  expect(await refusal(toy.url.replace("/v1", "/v2"))).toBe(403);
});

test("the accepted subprotocol is what $connect answers, and none without an answer", async () => {
  const toy = await start({
    handlers: {
      connect: ({ queryStringParameters }) => ({
        statusCode: 200,
        headers: queryStringParameters.choose === "1" ? { "Sec-WebSocket-Protocol": "b" } : {},
      }),
    },
  });
  const chosen = await connectToy(`${toy.url}&choose=1`, { protocols: ["a", "b"] });
  expect(chosen.socket.protocol).toBe("b");
  await expect(connectToy(toy.url, { protocols: ["a"] })).rejects.toThrow("Server sent no subprotocol");
});

test("a request that is no WebSocket handshake: 400, before any function has heard of it", async () => {
  const toy = await start();
  const socket = createConnection(toy.gateway.port, "127.0.0.1");
  socket.write("GET /v1?ticket=toy HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const answer = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(toy.events("authorize")).toEqual([]);
});

test("a client that leaves while $connect runs: $disconnect follows", async () => {
  const answered = Promise.withResolvers<object>();
  const toy = await start({ handlers: { connect: () => answered.promise } });
  const client = connectToy(toy.url).catch(() => {});
  const socket = createConnection(toy.gateway.port, "127.0.0.1");
  socket.write(
    "GET /v1?ticket=toy HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  await expect.poll(() => toy.events("connect").length).toBe(2);
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  answered.resolve({ statusCode: 200 });
  const event = await toy.firstEvent("disconnect");
  expect(event.requestContext.connectionId).toBe(toy.events("connect")[1].requestContext.connectionId);
  await client;
});
