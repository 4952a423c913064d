import { ChatError } from "@parley/chat/chat-error";
import { afterEach, describe, expect, it } from "vitest";
import { type ScriptedRequest, startScriptedServer } from "../apigateway/testing/scripted-server.ts";
import { AwsJsonClient, type AwsJsonOptions, AwsRefusal } from "./json-client.ts";
import { createCallSigner } from "./sign-call.ts";
import { localEnvironment } from "./testing/local-environment.ts";
import { signWithSdk } from "./testing/sign-with-sdk.ts";

const service = { name: "dynamodb", version: "DynamoDB_20120810" } as const;
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function serve(answer: (request: ScriptedRequest) => void, options: AwsJsonOptions = {}) {
  const server = await startScriptedServer(answer);
  const endpoint = new URL(server.callbackUrl).origin;
  const environment = localEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: endpoint });
  const client = new AwsJsonClient(service, { environment, retryDelayMs: 1, ...options });
  ended.push(() => client.close(), server.stop);
  return { server, client };
}

function write(status: number, body: string): string {
  return `HTTP/1.1 ${status} Word\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const refusal = (type: string) =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "in its words" });

describe("a call of AWS's JSON protocol", () => {
  it.each([undefined, "IQoJb3JpZ2luX2VjE//token+with=signs"])(
    "is signed as the AWS SDK does, with the session token %s",
    async (sessionToken) => {
      const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI", sessionToken };
      const sign = createCallSigner("eu-central-1", "dynamodb");
      const call = { host: "dynamodb.eu-central-1.amazonaws.com", target: "DynamoDB_20120810.PutItem" };
      for (const nowMs of [Date.parse("2026-02-28T23:59:59.400Z"), Date.parse("2026-03-01T00:00:00Z")]) {
        for (const body of ["{}", '{"Item":"Zürich"}']) {
          const ours = sign({ ...call, body }, credentials, nowMs);
          const { authorization: _, "x-amz-date": at, "x-amz-security-token": token, ...headers } = ours;
          const plain = { ...headers, host: call.host };
          const about = { service: "dynamodb", region: "eu-central-1", path: "/", body, nowMs, credentials };
          const theirs = await signWithSdk({ ...about, headers: plain });
          expect(ours).toEqual({ ...theirs, "x-amz-content-sha256": undefined });
          expect([at, token]).toEqual([theirs["x-amz-date"], sessionToken]);
        }
      }
    },
  );

  it("names its operation, and takes an answer that comes in pieces", async () => {
    const answer = write(200, '{"Items":[{"id":{"S":"Zürich"}}]}');
    const { client, server } = await serve(({ socket }) => {
      const bytes = Buffer.from(answer);
      socket.write(bytes.subarray(0, 40));
      setImmediate(() => socket.write(bytes.subarray(40)));
    });
    expect(await client.call("Query", { TableName: "t" })).toEqual({ Items: [{ id: { S: "Zürich" } }] });
    expect(server.requests[0]?.head).toMatch(/x-amz-target: DynamoDB_20120810\.Query/);
    expect(server.requests[0]?.body.toString()).toBe('{"TableName":"t"}');
  });

  it("throws a refusal of the request as it is, at once", async () => {
    const { client, server } = await serve(({ socket }) =>
      socket.write(write(400, refusal("AccessDeniedException"))),
    );
    const refused = client.call("PutItem", {});
    await expect(refused).rejects.toBeInstanceOf(AwsRefusal);
    await expect(refused).rejects.toMatchObject({ name: "AccessDeniedException", message: "in its words" });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["a throttle", write(400, refusal("ProvisionedThroughputExceededException"))],
    ["a fault of the service", write(500, refusal("InternalServerError"))],
    ["an answer that is none of the service's", write(503, "<html>")],
  ])("is tried again after %s", async (_, failure) => {
    const { client } = await serve(({ socket, number }) =>
      socket.write(number < 3 ? failure : write(200, '{"ok":true}')),
    );
    expect(await client.call("PutItem", {})).toEqual({ ok: true });
  });

  it("goes over a fresh connection when a kept one was closed in its sleep", async () => {
    const { client, server } = await serve(({ socket, number }) => {
      if (number === 2) socket.destroy();
      else socket.write(write(200, "{}"));
    });
    await client.call("PutItem", {});
    await client.call("PutItem", {});
    expect(server.connections).toHaveLength(2);
  });

  it("is `unavailable` when nobody answers in time, three times", async () => {
    const { client, server } = await serve(() => undefined, { requestTimeoutMs: 30 });
    await expect(client.call("PutItem", {})).rejects.toBeInstanceOf(ChatError);
    await expect(client.call("PutItem", {})).rejects.toMatchObject({ code: "unavailable" });
    expect(server.requests).toHaveLength(6);
  });

  it("is `unavailable` when nobody is there", async () => {
    const { client, server } = await serve(() => undefined);
    await server.stop();
    ended.pop();
    await expect(client.call("PutItem", {})).rejects.toMatchObject({ code: "unavailable" });
  });

  it("goes to the address of what is called, where it has one", async () => {
    const { server } = await serve(({ socket }) => socket.write(write(200, "{}")));
    const { client } = await serve(() => undefined);
    await client.call("SendMessage", {}, `${new URL(server.callbackUrl).origin}/000000000000/drains`);
    expect(server.requests[0]?.head).toMatch(/^POST \/ HTTP/);
  });

  it("goes to the region's own address where no other is named", async () => {
    const environment = { ...localEnvironment({}), AWS_REGION: "xx-nowhere-1" };
    const client = new AwsJsonClient(service, { environment, retryDelayMs: 1, connectTimeoutMs: 500 });
    ended.push(() => client.close());
    const cause = { message: expect.stringContaining("dynamodb.xx-nowhere-1.amazonaws.com") };
    await expect(client.call("PutItem", {})).rejects.toMatchObject({ code: "unavailable", cause });
  });
});
