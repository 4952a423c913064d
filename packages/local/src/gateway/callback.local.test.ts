import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { afterEach, expect, test } from "vitest";
import {
  connectToy,
  startToyGateway,
  type ToyGateway,
  type ToyGatewayOptions,
  toyCredentials,
} from "../testing/toy-gateway.ts";
import { createConnectionId } from "./connection-id.ts";

let running: ToyGateway | undefined;
const start = async (options?: ToyGatewayOptions): Promise<ToyGateway> => {
  running = await startToyGateway(options);
  return running;
};
afterEach(() => running?.stop());

/** The AWS SDK as the functions use it. */
const client = (toy: ToyGateway, credentials: object = toyCredentials) =>
  new ApiGatewayManagementApiClient({
    endpoint: toy.callbackUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local", ...credentials },
    maxAttempts: 1,
  });

const onlyId = (toy: ToyGateway): string => toy.gateway.connections()[0]?.connectionId ?? "";
const post = (toy: ToyGateway, connectionId: string, data: string | Uint8Array = "hello") =>
  client(toy).send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from(data) }));
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("The call succeeded.");
    },
    (error: { name: string; message: string; $metadata: { httpStatusCode?: number } }) => [
      error.$metadata.httpStatusCode,
      error.name,
    ],
  );

test("POST: 200, and the client has the frame as text", async () => {
  const toy = await start();
  const connected = await connectToy(toy.url);
  const answer = await post(toy, onlyId(toy), '{"text":"ü"}');
  expect(answer.$metadata.httpStatusCode).toBe(200);
  expect(await connected.next()).toEqual({ text: "ü" });
});

test("a POST counts as activity for the idle timer and for lastActiveAt", async () => {
  const toy = await start();
  await connectToy(toy.url);
  const before = toy.gateway.connections()[0]?.lastActiveAtMs ?? 0;
  await new Promise((resolve) => setTimeout(resolve, 5));
  await post(toy, onlyId(toy));
  expect(toy.gateway.connections()[0]?.lastActiveAtMs).toBeGreaterThan(before);
});

test("GET: 200 with connectedAt, lastActiveAt and identity", async () => {
  const toy = await start();
  await connectToy(toy.url, { userAgent: "toy/1" });
  const answer = await client(toy).send(new GetConnectionCommand({ ConnectionId: onlyId(toy) }));
  expect(answer).toMatchObject({
    ConnectedAt: expect.any(Date),
    LastActiveAt: expect.any(Date),
    Identity: { SourceIp: "127.0.0.1", UserAgent: "toy/1" },
  });
});

test("DELETE: 204; the client is closed with 1000, and $disconnect hears Connection Closed Normally", async () => {
  const toy = await start();
  const connected = await connectToy(toy.url);
  const answer = await client(toy).send(new DeleteConnectionCommand({ ConnectionId: onlyId(toy) }));
  expect(answer.$metadata.httpStatusCode).toBe(204);
  expect(await connected.closed).toEqual({ code: 1000, reason: "Connection Closed Normally" });
  const { requestContext } = await toy.firstEvent("disconnect");
  expect(requestContext).toMatchObject({
    disconnectStatusCode: 1000,
    disconnectReason: "Connection Closed Normally",
  });
});

test("410 from the moment a close begins, and for an id that never was", async () => {
  const toy = await start();
  await connectToy(toy.url);
  const connectionId = onlyId(toy);
  await client(toy).send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
  expect(await failure(post(toy, connectionId))).toEqual([410, "GoneException"]);
  expect(await failure(post(toy, createConnectionId()))).toEqual([410, "GoneException"]);
  const remove = client(toy).send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
  expect(await failure(remove)).toEqual([410, "GoneException"]);
});

test("410 before $connect has finished", async () => {
  const toy = await start({
    handlers: {
      connect: async ({ requestContext }) => {
        const outcome = await failure(post(toy, requestContext.connectionId));
        return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": outcome.join("-") } };
      },
    },
  });
  const connected = await connectToy(toy.url, { protocols: ["410-GoneException"] });
  expect(connected.socket.protocol).toBe("410-GoneException");
});

test("400 for an id that API Gateway cannot have made", async () => {
  const toy = await start();
  expect(await failure(post(toy, "nobody"))).toEqual([400, "BadRequestException"]);
});

test("413 for a message over 128 KB, and 200 for one of exactly as much", async () => {
  const toy = await start();
  const connected = await connectToy(toy.url);
  await post(toy, onlyId(toy), "x".repeat(128 * 1024));
  expect(await connected.next()).toHaveLength(128 * 1024);
  const tooLarge = post(toy, onlyId(toy), "x".repeat(128 * 1024 + 1));
  expect(await failure(tooLarge)).toEqual([413, "PayloadTooLargeException"]);
});

test("[GW2] [GW47] 429 over the rate of requests, which callbacks share with frames", async () => {
  const toy = await start({ quotas: { requestsPerSecond: 0, requestsBurst: 3 } });
  const connected = await connectToy(toy.url);
  connected.socket.send("frame");
  await toy.firstEvent("message");
  await post(toy, onlyId(toy));
  expect(await failure(post(toy, onlyId(toy)))).toEqual([429, "LimitExceededException"]);
});

test("[GW48] 429 for a client whose buffer is full, and 200 when it has read", async () => {
  const toy = await start({ quotas: { sendBufferBytesMax: 64 * 1024 } });
  const connected = await connectToy(toy.url);
  connected.socket.pause();
  const sixtyKb = "x".repeat(60 * 1024);
  const outcomes = new Set<unknown>();
  for (let count = 0; count < 500 && !outcomes.has(429); count += 1) {
    outcomes.add(
      await post(toy, onlyId(toy), sixtyKb).then(
        () => 200,
        (error) => error.$metadata.httpStatusCode,
      ),
    );
  }
  expect(outcomes).toEqual(new Set([200, 429]));
  connected.socket.resume();
  await expect
    .poll(() =>
      post(toy, onlyId(toy)).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test("[GW43] 403 for a wrong secret, a wrong key, a wrong token, no signature, and a missing stage", async () => {
  const toy = await start();
  await connectToy(toy.url);
  const input = { ConnectionId: onlyId(toy), Data: Buffer.from("x") };
  const send = (credentials: object) => client(toy, credentials).send(new PostToConnectionCommand(input));
  expect((await failure(send({ secretAccessKey: "other" })))[0]).toBe(403);
  expect((await failure(send({ accessKeyId: "other" })))[0]).toBe(403);
  expect((await failure(send({ sessionToken: "other" })))[0]).toBe(403);
  const url = `${toy.callbackUrl}/@connections/${encodeURIComponent(onlyId(toy))}`;
  expect((await fetch(url, { method: "POST", body: "x" })).status).toBe(403);
  const stageless = new ApiGatewayManagementApiClient({
    endpoint: new URL(toy.callbackUrl).origin,
    region: "us-east-1",
    credentials: toyCredentials,
    maxAttempts: 1,
  });
  expect((await failure(stageless.send(new PostToConnectionCommand(input))))[0]).toBe(403);
});

test("credentials without a session token pass as well", async () => {
  const toy = await start();
  await connectToy(toy.url);
  const bare = client(toy, { sessionToken: undefined });
  const answer = await bare.send(
    new PostToConnectionCommand({ ConnectionId: onlyId(toy), Data: Buffer.from("x") }),
  );
  expect(answer.$metadata.httpStatusCode).toBe(200);
});
