import { environment, functions } from "@parley/topology";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

const variables = {
  STAGE: "local",
  REDIS_URL: "redis://127.0.0.1:6379",
  DATABASE_URL: "postgres://parley:secret-word@127.0.0.1/parley",
  CONNECTIONS_TABLE: "connections",
  WEBSOCKET_CALLBACK_URL: "http://127.0.0.1:4001/v1",
  DELIVERIES_QUEUE_URL: "http://127.0.0.1:4566/000000000000/deliveries.fifo",
  DRAINS_QUEUE_URL: "http://127.0.0.1:4566/000000000000/drains",
  HOOKS_QUEUE_URL: "http://127.0.0.1:4566/000000000000/hooks",
  WEBSOCKET_URL: "ws://localhost:4001/v1",
  PUBLIC_URL: "http://localhost:4000",
  ORIGINS_ALLOWED: "http://localhost:4000, https://chat.example.test",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
  MAIL_FROM: "Parley <hello@example.test>",
};

describe("a function's settings", () => {
  it("are just those that the topology lists for it", () => {
    const config = parseConfig("connect", variables);
    expect(Object.keys(config).toSorted()).toEqual(functions.connect.environment.toSorted());
  });

  it("fall back to the topology's defaults", () => {
    const config = parseConfig("api", variables);
    expect(config.LOG_LEVEL).toBe(environment.LOG_LEVEL.default);
    expect(config.REDIS_CLUSTER).toBe(false);
    expect(config.LIMIT_MESSAGES).toEqual([
      { count: 1, windowMs: 1_000 },
      { count: 10, windowMs: 60_000 },
    ]);
  });

  it("hold the allowed origins one by one", () => {
    expect(parseConfig("api", variables).ORIGINS_ALLOWED).toEqual([
      "http://localhost:4000",
      "https://chat.example.test",
    ]);
  });

  it.each(["AUTH_SECRET", "DATABASE_URL", "ORIGINS_ALLOWED"] as const)(
    "stop the start with a sentence that names %s when it is missing",
    (name) => {
      expect(() => parseConfig("api", { ...variables, [name]: undefined })).toThrow(
        `The setting ${name} is missing. ${environment[name].description}`,
      );
    },
  );

  it.each([
    ["LIMIT_MESSAGES", "10 per minute"],
    ["PUBLIC_URL", "http://localhost:4000/chat"],
    ["ORIGINS_ALLOWED", "*"],
    ["ORIGINS_ALLOWED", ""],
    ["REDIS_URL", "http://127.0.0.1"],
    ["REDIS_CLUSTER", "yes"],
    ["DRAINS_QUEUE_URL", "drains"],
    ["DIRECT_RECIPIENTS_MAX", "many"],
    ["AUTH_SECRET", "short"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "Parley <a@b.test>\r\nBcc: <x@y.test>"],
    ["DATABASE_WS_PROXY", "http://127.0.0.1"],
  ] as const)("stop the start with a sentence that names %s when it reads %j", (name, text) => {
    expect(() => parseConfig("api", { ...variables, [name]: text })).toThrow(
      `The setting ${name} is malformed`,
    );
  });

  it("[SEC4] never quote a secret that is malformed", () => {
    const secretive = { ...variables, DATABASE_URL: "mysql://me:secret-word@host" };
    expect(() => parseConfig("api", secretive)).toThrow("The setting DATABASE_URL is malformed");
    expect(() => parseConfig("api", secretive)).not.toThrow("secret-word");
  });

  it.each([
    [{ GITHUB_CLIENT_ID: "id" }, "GITHUB_CLIENT_SECRET is missing, and GITHUB_CLIENT_ID is set."],
    [{ GOOGLE_CLIENT_SECRET: "word" }, "GOOGLE_CLIENT_ID is missing, and GOOGLE_CLIENT_SECRET is set."],
  ])("stop the start with a sentence that names the other half of %j", (half, sentence) => {
    expect(() => parseConfig("api", { ...variables, ...half })).toThrow(`The setting ${sentence}`);
  });
});
