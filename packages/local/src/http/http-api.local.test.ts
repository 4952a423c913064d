import { request as httpRequest } from "node:http";
import { afterEach, expect, test } from "vitest";
import type { InvokeResult } from "../cloud-types.ts";
import { createHttpApi } from "./http-api.ts";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";

let running: LoopbackServer | undefined;
afterEach(() => running?.stop());

/** The API over a function that answers its event, or what `answer` says. */
async function start(answer?: (event: unknown) => InvokeResult): Promise<string> {
  const failures: string[] = [];
  const invoke = async (event: unknown): Promise<InvokeResult> =>
    answer?.(event) ?? {
      ok: true,
      payload: {
        statusCode: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(event),
      },
      requestId: "1",
    };
  const api = createHttpApi({ invoke, onFailure: (line) => failures.push(line) }, { accountId: "1" });
  running = await listenOnLoopback({
    name: "the API",
    port: 0,
    onRequest: (request, response) => void api(request, response),
  });
  return `http://127.0.0.1:${running.port}`;
}

interface EchoedEvent {
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

const readEvent = async (answer: Promise<Response>) => (await (await answer).json()) as EchoedEvent;

test("an event of payload format 2.0: path, query and headers joined, cookies apart", async () => {
  const url = await start();
  const answer = await fetch(`${url}/api/rooms/a%20b?x=1&x=2&y=%C3%BC`, {
    headers: {
      cookie: "a=1; b=2",
      "x-forwarded-for": "203.0.113.7",
      "X-Upper": "Case",
      "user-agent": "toy/1",
    },
  });
  expect(await answer.json()).toMatchObject({
    version: "2.0",
    rawPath: "/api/rooms/a%20b",
    rawQueryString: "x=1&x=2&y=%C3%BC",
    queryStringParameters: { x: "1,2", y: "ü" },
    cookies: ["a=1", "b=2"],
    headers: { "x-upper": "Case", "x-forwarded-for": "203.0.113.7,127.0.0.1", "x-forwarded-proto": "http" },
    requestContext: {
      http: { method: "GET", path: "/api/rooms/a%20b", sourceIp: "127.0.0.1", userAgent: "toy/1" },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      stage: "$default",
      timeEpoch: expect.any(Number),
    },
    isBase64Encoded: false,
  });
});

test("cookies and hop-by-hop headers are not among the headers; no query means no parameters", async () => {
  const url = await start();
  const event = await readEvent(fetch(`${url}/api/me`, { headers: { cookie: "a=1" } }));
  expect(Object.keys(event.headers)).not.toEqual(expect.arrayContaining(["cookie"]));
  expect(Object.keys(event.headers)).not.toEqual(expect.arrayContaining(["connection"]));
  expect(event).not.toHaveProperty("queryStringParameters");
  expect(event).not.toHaveProperty("body");
});

test("a JSON body is text, a binary one and a form are base64", async () => {
  const url = await start();
  const post = async (type: string, body: string) => {
    const event = await readEvent(
      fetch(`${url}/api/x`, { method: "POST", headers: { "content-type": type }, body }),
    );
    return [event.body, event.isBase64Encoded];
  };
  expect(await post("application/json", '{"a":"ü"}')).toEqual(['{"a":"ü"}', false]);
  expect(await post("application/vnd.x+json; charset=utf-8", "{}")).toEqual(["{}", false]);
  expect(await post("application/octet-stream", "abc")).toEqual(["YWJj", true]);
  expect(await post("application/x-www-form-urlencoded", "a=1")).toEqual(["YT0x", true]);
});

test("each cookie of an answer is a header of its own", async () => {
  const payload = { statusCode: 204, cookies: ["a=1; HttpOnly", "b=2"] };
  const url = await start(() => ({ ok: true, payload, requestId: "1" }));
  const answer = await fetch(`${url}/api/x`);
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([204, ["a=1; HttpOnly", "b=2"]]);
});

test("a function that fails: 500 without its words", async () => {
  const url = await start(() => ({ ok: false, errorType: "Error", errorMessage: "secret", requestId: "1" }));
  const answer = await fetch(`${url}/api/x`);
  expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test("an answer that HTTP forbids is a 500, not a crash", async () => {
  const payload = { statusCode: 200, headers: { "x-bad": "a\r\nb" } };
  const url = await start(() => ({ ok: true, payload, requestId: "1" }));
  expect((await fetch(`${url}/api/x`)).status).toBe(500);
  expect((await fetch(`${url}/api/x`)).status).toBe(500);
});

test("a body over 10 MB: 413, as soon as it is too long", async () => {
  const url = await start();
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/api/x`, { method: "POST" }, (response) =>
      resolve(response.statusCode),
    );
    request.on("error", reject);
    // Never ended: the answer comes all the same.
    request.write(Buffer.alloc(10 * 1024 * 1024 + 1));
  });
  expect(status).toBe(413);
});
