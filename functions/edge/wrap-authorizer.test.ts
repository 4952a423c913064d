import { ChatError } from "@parley/chat/chat-error";
import type { UserId } from "@parley/protocol";
import type { Context } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EdgeContext } from "./invocation.ts";
import { type AuthorizerCall, type AuthorizerEvent, wrapAuthorizer } from "./wrap-authorizer.ts";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.stubEnv("STAGE", "local");
  vi.stubEnv("REDIS_URL", "redis://127.0.0.1");
  vi.stubEnv("ORIGINS_ALLOWED", "http://localhost:4000");
  const keep = (text: unknown) => lines.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const event: AuthorizerEvent = {
  methodArn: "arn:aws:execute-api:us-east-1:000000000000:api/v1/$connect",
  headers: { Origin: "http://localhost:4000" },
  queryStringParameters: { ticket: "a-secret-ticket" },
  requestContext: {
    routeKey: "$connect",
    connectionId: "con=",
    requestId: "req-1",
    identity: { sourceIp: "192.0.2.1" },
  },
};
const identity = {
  userId: "usr_1" as UserId,
  sessionId: "ses_1",
  username: "ada",
  name: "Ada",
  lastName: "Lovelace",
  sessionExpiresAtMs: 1_800_000_000_000,
};
const context = () => ({ awsRequestId: "lambda-1" }) as Context as EdgeContext;

describe("a wrapped authorizer", () => {
  it("is given the ticket and the origin, however the header is written", async () => {
    let seen: AuthorizerCall | undefined;
    const authorize = wrapAuthorizer("authorize", async (call) => {
      seen = call;
      return identity;
    });
    await authorize({ ...event, headers: { oRiGiN: "http://localhost:4000" } }, context());
    expect(seen).toMatchObject({ ticket: "a-secret-ticket", origin: "http://localhost:4000" });
  });

  it("allows just this connection, with the identity as strings", async () => {
    const result = await wrapAuthorizer("authorize", async () => identity)(event, context());
    expect(result.policyDocument.Statement).toEqual([
      { Action: "execute-api:Invoke", Effect: "Allow", Resource: event.methodArn },
    ]);
    expect(result.context).toEqual({ ...identity, sessionExpiresAtMs: "1800000000000" });
  });

  it.each([new ChatError("unauthenticated"), new ChatError("unavailable"), new TypeError("broken")])(
    "denies, and gives no identity, when %s is thrown",
    async (thrown) => {
      const authorize = wrapAuthorizer("authorize", async () => {
        throw thrown;
      });
      const result = await authorize(event, context());
      expect(result.policyDocument.Statement[0]?.Effect).toBe("Deny");
      expect(result).not.toHaveProperty("context");
    },
  );

  it("[SEC4] never logs a ticket", async () => {
    await wrapAuthorizer("authorize", async () => {
      throw new ChatError("unauthenticated", { cause: new Error("used already") });
    })(event, context());
    expect(lines.join("")).toContain('"message":"access"');
    expect(lines.join("")).not.toContain("a-secret-ticket");
  });
});
