import { ChatError } from "@parley/chat/chat-error";
import type { Context } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EdgeContext } from "./invocation.ts";
import { type WebsocketCall, type WebsocketEvent, wrapWebsocket } from "./wrap-websocket.ts";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  for (const [name, value] of Object.entries({
    STAGE: "local",
    REDIS_URL: "redis://127.0.0.1",
    DATABASE_URL: "postgres://127.0.0.1/parley",
    CONNECTIONS_TABLE: "connections",
    WEBSOCKET_CALLBACK_URL: "http://127.0.0.1/v1",
    DELIVERIES_QUEUE_URL: "http://127.0.0.1/deliveries.fifo",
    DRAINS_QUEUE_URL: "http://127.0.0.1/drains",
    HOOKS_QUEUE_URL: "http://127.0.0.1/hooks",
  })) {
    vi.stubEnv(name, value);
  }
  const keep = (text: unknown) => {
    lines.push(...String(text).split("\n").filter(Boolean));
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const authorizer = {
  userId: "usr_1",
  sessionId: "ses_1",
  username: "ada",
  name: "Ada",
  lastName: "Lovelace",
  sessionExpiresAtMs: "1800000000000",
};

function toEvent(body?: unknown, change: Partial<WebsocketEvent["requestContext"]> = {}): WebsocketEvent {
  return {
    requestContext: {
      routeKey: "$default",
      eventType: "MESSAGE",
      connectionId: "con=",
      requestId: "req-1",
      connectedAt: 1_700_000_000_000,
      identity: { sourceIp: "192.0.2.1", userAgent: "agent" },
      authorizer,
      ...change,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
}

const context = () => ({ awsRequestId: "lambda-1" }) as Context as EdgeContext;
const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const accessLines = () => parsed().filter((line) => line["message"] === "access");

async function run(event: WebsocketEvent, handle: Parameters<typeof wrapWebsocket>[1]) {
  return wrapWebsocket("message", handle)(event, context());
}

describe("a wrapped WebSocket handler", () => {
  it("is given who calls and the frame, parsed", async () => {
    let seen: WebsocketCall | undefined;
    await run(toEvent({ action: "ping", id: "1" }), async (call) => {
      seen = call;
      return undefined;
    });
    expect(seen).toMatchObject({
      connectionId: "con=",
      requestId: "req-1",
      connectedAtMs: 1_700_000_000_000,
      frame: { action: "ping", id: "1" },
      identity: { userId: "usr_1", sessionExpiresAtMs: 1_800_000_000_000 },
    });
  });

  it("is given no identity when the authorizer's cannot be read", async () => {
    let seen: WebsocketCall | undefined;
    await run(toEvent({ action: "ping" }, { authorizer: { userId: "" } }), async (call) => {
      seen = call;
      return undefined;
    });
    expect(seen?.identity).toBeUndefined();
  });

  it("answers with the frame that it returns, and with no body for none", async () => {
    expect(await run(toEvent({ action: "ping" }), async () => ({ type: "ok", id: "1" }))).toEqual({
      statusCode: 200,
      body: '{"type":"ok","id":"1"}',
    });
    expect(await run(toEvent({ action: "ping" }), async () => undefined)).toEqual({ statusCode: 200 });
  });

  it("answers a refusal as an error frame under the request's id, with a status that lets it through", async () => {
    const result = await run(toEvent({ action: "message.send", id: "abc" }), async () => {
      throw new ChatError("rate_limited", { retryAfterMs: 1_200 });
    });
    expect(result.statusCode).toBe(200);
    expect(JSON.parse(result.body ?? "")).toEqual({
      type: "error",
      id: "abc",
      code: "rate_limited",
      message: "Too fast. Try again shortly.",
      retryable: true,
      retryAfterMs: 1_200,
      requestId: "req-1",
    });
  });

  it.each([[{ toString: 1 }], [7], ["a b"], ["x".repeat(129)]])("does not echo %j as an id", async (id) => {
    const result = await run(toEvent({ action: "ping", id }), async () => {
      throw new ChatError("forbidden");
    });
    expect(JSON.parse(result.body ?? "")).not.toHaveProperty("id");
  });

  it.each(["{", "", "[".repeat(30_000), '{"a":\u0000}'])(
    "answers %.8j, which is not JSON, with invalid",
    async (body) => {
      const result = await run(toEvent(body), async () => ({ type: "ok", id: "1" }));
      expect(JSON.parse(result.body ?? "")).toMatchObject({
        code: "invalid",
        fields: { body: "must be JSON" },
      });
    },
  );

  it("[SEC20] keeps the cause in the log, under the request's id, and out of the answer", async () => {
    const result = await run(toEvent({ action: "ping", id: "1" }), async () => {
      throw new TypeError("select * from secrets");
    });
    expect(JSON.parse(result.body ?? "")).toMatchObject({
      code: "internal",
      message: "Something went wrong.",
    });
    expect(result.body).not.toContain("secrets");
    const failure = parsed().find((line) => line["message"] === "failed");
    expect(failure).toMatchObject({ requestId: "req-1", error: { message: "select * from secrets" } });
  });

  it("refuses a handshake with the refusal's own status", async () => {
    const event = toEvent(undefined, { eventType: "CONNECT", routeKey: "$connect" });
    const result = await run(event, async () => {
      throw new ChatError("unauthenticated");
    });
    expect(result).toEqual({ statusCode: 401 });
  });

  it("[SEC21] writes exactly one access line per frame, with the code of a refusal", async () => {
    await run(toEvent({ action: "ping" }), async () => undefined);
    await run(toEvent({ action: "typing" }), async () => {
      throw new ChatError("not_found");
    });
    expect(accessLines()).toEqual([
      expect.objectContaining({
        requestId: "req-1",
        connectionId: "con=",
        userId: "usr_1",
        route: "ping",
        status: 200,
        durationMs: expect.any(Number),
        address: "192.0.2.1",
        userAgent: "agent",
      }),
      expect.objectContaining({ route: "typing", status: 404, code: "not_found" }),
    ]);
    expect(accessLines()[0]).not.toHaveProperty("code");
  });

  it("[SEC4] logs nothing of what a frame says, and no action that is none", async () => {
    const body = { action: "a private\r\nword", id: "1", text: "another private word" };
    await run(toEvent(body), async () => {
      throw new ChatError("invalid", { fields: { text: "is wrong" } });
    });
    expect(lines.join("\n")).not.toContain("private");
    expect(accessLines()).toMatchObject([{ route: "$default" }]);
  });

  it("[SEC20] cannot be made to write a second line by line breaks in what a caller sends", async () => {
    const forged = 'agent\r\n{"level":"INFO","message":"access"}';
    await run(toEvent({ action: "ping" }, { identity: { userAgent: forged } }), async () => undefined);
    expect(accessLines()).toHaveLength(1);
    expect(accessLines()[0]?.["userAgent"]).toBe(forged);
  });

  it("[SEC21] counts refusals by code, and publishes its metrics once per call", async () => {
    await run(toEvent({ action: "ping" }), async () => {
      throw new ChatError("forbidden");
    });
    const metrics = parsed().filter((line) => "_aws" in line);
    expect(metrics).toEqual([
      expect.objectContaining({ service: "message", stage: "local", Calls: 1 }),
      expect.objectContaining({ code: "forbidden", Refusals: 1 }),
    ]);
  });
});
