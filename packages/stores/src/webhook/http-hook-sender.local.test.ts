import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HttpHookSender } from "./http-hook-sender.ts";
import { signWebhook } from "./sign-webhook.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const received: Received[] = [];
let answer: (response: ServerResponse) => void;
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  received.push({ path: request.url ?? "", headers: request.headers, body });
  answer(response);
});
let port = 0;
const sender = new HttpHookSender({ targets: "any", timeoutMs: 300 });
const secret = `whsec_${Buffer.from("a key of thirty-two bytes, or so").toString("base64")}`;
const delivery = (path = "/hook") => ({
  url: `http://127.0.0.1:${port}${path}`,
  secret,
  id: "hko_1.7",
  sentAtMs: 1_700_000_000_900,
  body: '{"type":"message.created"}',
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  answer = (response) => response.writeHead(204).end();
});

describe("HttpHookSender", () => {
  it("[HOOK6] signs what it posts, so that a receiver can tell", async () => {
    expect(await sender.post(delivery())).toEqual({ kind: "accepted" });
    const [{ headers, body }] = received as [Received];
    expect(headers["webhook-id"]).toBe("hko_1.7");
    expect(headers["webhook-timestamp"]).toBe("1700000000");
    const expected = createHmac("sha256", "a key of thirty-two bytes, or so")
      .update(`hko_1.7.1700000000.${body}`)
      .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
    expect(headers["content-type"]).toBe("application/json");
  });

  it("[HOOK6] signs as the specification's example does", () => {
    const example = {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      atMs: 1_614_265_330_000,
      body: '{"test": 2432232314}',
    };
    expect(signWebhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", example)["webhook-signature"]).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  it("[HOOK5] follows no redirect", async () => {
    answer = (response) => response.writeHead(302, { location: "/elsewhere" }).end();
    expect(await sender.post(delivery())).toEqual({
      kind: "failed",
      failure: "It answered 302; redirects are not followed.",
      gone: false,
    });
    expect(received.map(({ path }) => path)).toEqual(["/hook"]);
  });

  it("[HOOK4] tells a receiver that refuses, that wants no more, that hangs and that is away", async () => {
    answer = (response) => response.writeHead(500).end();
    expect(await sender.post(delivery())).toMatchObject({ failure: "It answered 500.", gone: false });
    answer = (response) => response.writeHead(410).end();
    expect(await sender.post(delivery())).toMatchObject({ failure: "It answered 410.", gone: true });
    answer = () => undefined;
    expect(await sender.post(delivery())).toMatchObject({ failure: "It did not answer within 0.3 s." });
    const away = { ...delivery(), url: "http://127.0.0.1:1/hook" };
    expect(await sender.post(away)).toMatchObject({ failure: "It could not be reached (ECONNREFUSED)." });
  });

  it("[HOOK4] does not wait for an answer that goes on for ever", async () => {
    answer = (response) => response.writeHead(200).write("and so on");
    const startedMs = Date.now();
    expect(await sender.post(delivery())).toEqual({ kind: "accepted" });
    expect(Date.now() - startedMs).toBeLessThan(300);
  });

  it("[HOOK5] connects to no name of which one address leads inside, and looks it up once", async () => {
    const asked: string[] = [];
    const inside = { address: "127.0.0.1", family: 4 };
    const strict = new HttpHookSender({
      targets: "public",
      timeoutMs: 2_000,
      resolve: (name, found) => {
        asked.push(name);
        found(null, [{ address: "8.8.8.8", family: 4 }, inside]);
      },
    });
    const url = `https://rebinding.example.test:${port}/hook`;
    expect(await strict.post({ ...delivery(), url })).toEqual({
      kind: "failed",
      failure: "Its name does not lead to the public internet.",
      gone: false,
    });
    expect(asked).toEqual(["rebinding.example.test"]);
    expect(await strict.post({ ...delivery(), url: "https://[::1]/hook" })).toMatchObject({
      failure: "The address must be on the public internet.",
    });
    expect(received).toEqual([]);
  });
});
