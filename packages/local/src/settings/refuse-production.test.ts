import { expect, test } from "vitest";
import { refuseProduction } from "./refuse-production.ts";

const check =
  (environment: Record<string, string>, remoteStoresAllowed = false) =>
  () =>
    refuseProduction({ environment, remoteStoresAllowed });

test("a stage other than local is refused, whatever is allowed", () => {
  for (const stage of ["production", "staging", "prod"]) {
    expect(check({ STAGE: stage }, true)).toThrow(/Unset STAGE/);
  }
  expect(check({ STAGE: "local" })).not.toThrow();
  expect(check({ STAGE: "" })).not.toThrow();
});

test("stores on loopback pass, others are refused unless they were asked for", () => {
  for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
    expect(
      check({ REDIS_URL: `redis://${host}:6379`, DATABASE_URL: `postgres://u:p@${host}/db` }),
    ).not.toThrow();
  }
  for (const host of ["cache.example.com", "10.0.0.5", "localhost.example.com", "127.0.0.1.example.com"]) {
    expect(check({ REDIS_URL: `redis://${host}:6379` })).toThrow(/another machine/);
    expect(check({ DATABASE_URL: `postgres://u:p@${host}/db` })).toThrow(/another machine/);
    expect(check({ DATABASE_URL: `postgres://u:p@${host}/db` }, true)).not.toThrow();
  }
});

test("a refusal never says the value", () => {
  expect(check({ DATABASE_URL: "hunter2" })).toThrow(/^DATABASE_URL is not a URL\.$/);
});
