import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import {
  connectToy,
  startToyGateway,
  type ToyGateway,
  type ToyGatewayOptions,
} from "../testing/toy-gateway.ts";
import type { GatewayRoute } from "./route.ts";

let running: ToyGateway | undefined;
const start = async (options?: ToyGatewayOptions): Promise<ToyGateway> => {
  running = await startToyGateway(options);
  return running;
};
afterEach(() => running?.stop());

const onlyId = (toy: ToyGateway): string => toy.gateway.connections()[0]?.connectionId ?? "";

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const route = (key: string, more: Partial<GatewayRoute> = {}): GatewayRoute => ({
  key,
  function: "message",
  routeResponse: true,
  ...more,
});
const answerRouteKey = ({ requestContext }: { requestContext: { routeKey: string } }) => ({
  statusCode: 200,
  body: requestContext.routeKey,
});

test("a frame goes to the route of its action; what is not JSON or matches none goes to $default", async () => {
  const toy = await start({
    routes: [route("send"), route("$default")],
    handlers: { message: answerRouteKey },
  });
  const client = await connectToy(toy.url);
  const bodies = [
    '{"action":"send"}',
    '{"action":"other"}',
    "no json",
    '{"action":5}',
    "[]",
    "null",
    '"send"',
    "",
  ];
  const keys: string[] = [];
  for (const body of bodies) {
    client.socket.send(body);
    keys.push(await client.next());
  }
  expect(keys).toEqual(["send", ...Array.from({ length: 7 }, () => "$default")]);
});

test("[GW27] without a match and without $default: Forbidden, with the connection and the request", async () => {
  const toy = await start({ routes: [route("send")] });
  const client = await connectToy(toy.url);
  client.socket.send('{"action":"other"}');
  const connectionId = onlyId(toy);
  expect(await client.next()).toEqual({ message: "Forbidden", connectionId, requestId: uuid });
  expect(toy.events("message")).toEqual([]);
});

test("a handler's body reaches the sender only where the route has a route response", async () => {
  const toy = await start({
    routes: [route("loud"), route("quiet", { routeResponse: false })],
    handlers: { message: answerRouteKey },
  });
  const client = await connectToy(toy.url);
  client.socket.send('{"action":"quiet"}');
  await toy.firstEvent("message");
  client.socket.send('{"action":"loud"}');
  expect(await client.next()).toBe("loud");
});

test("an answer without a body sends nothing", async () => {
  const toy = await start({
    handlers: {
      message: ({ body }) => (body === "1" ? { statusCode: 200 } : { statusCode: 200, body: "second" }),
    },
  });
  const client = await connectToy(toy.url);
  client.socket.send("1");
  await toy.firstEvent("message");
  client.socket.send("2");
  expect(await client.next()).toBe("second");
});

test("a handler that fails or answers no proxy response: Internal server error, and the connection stays", async () => {
  const toy = await start({
    handlers: {
      message: ({ body }) => {
        if (body === "throw") throw new Error("toy");
        return body === "shapeless" ? null : { statusCode: 200, body: "alive" };
      },
    },
  });
  const client = await connectToy(toy.url);
  const connectionId = onlyId(toy);
  for (const body of ["throw", "shapeless"]) {
    client.socket.send(body);
    const failure = { message: "Internal server error", connectionId, requestId: uuid };
    expect(await client.next()).toEqual(failure);
  }
  client.socket.send("again");
  expect(await client.next()).toBe("alive");
});

test("a handler that does not answer in time: Endpoint request timed out, and the connection stays", async () => {
  const toy = await start({
    handlers: {
      message: ({ body }) => (body === "hang" ? new Promise(() => {}) : { statusCode: 200, body: "alive" }),
    },
    quotas: { integrationTimeoutMs: 50 },
  });
  const client = await connectToy(toy.url);
  client.socket.send("hang");
  expect(await client.next()).toMatchObject({ message: "Endpoint request timed out", requestId: uuid });
  client.socket.send("again");
  expect(await client.next()).toBe("alive");
});

test("frames of one connection run at the same time", async () => {
  const toy = await start({
    handlers: {
      message: async ({ body }) => {
        await sleep(body === "slow" ? 60 : 0);
        return { statusCode: 200, body };
      },
    },
  });
  const client = await connectToy(toy.url);
  client.socket.send("slow");
  client.socket.send("fast");
  expect([await client.next(), await client.next()]).toEqual(["fast", "slow"]);
});

test("frames over the rate of requests are refused, and the connection stays", async () => {
  const toy = await start({
    handlers: { message: () => ({ statusCode: 200, body: "passed" }) },
    quotas: { requestsPerSecond: 0, requestsBurst: 2 },
  });
  const client = await connectToy(toy.url); // one of the two
  client.socket.send("1");
  expect(await client.next()).toBe("passed");
  client.socket.send("2");
  expect(await client.next()).toMatchObject({ message: "Too Many Requests" });
  expect(toy.gateway.connections()).toHaveLength(1);
});
