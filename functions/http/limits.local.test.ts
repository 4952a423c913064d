import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";

let cloud: Cloud;
let ada: Person;

interface Failure {
  readonly error: { code: string; retryAfterMs?: number };
}

beforeAll(async () => {
  cloud = await startCloud({
    environment: {
      ...noLimits,
      LIMIT_CALLS: "3/second,20/hour",
      LIMIT_CALLS_ANONYMOUS: "60/hour",
      LIMIT_SIGN_IN: "3/hour",
      LIMIT_MAIL: "2/hour",
      LIMIT_MESSAGES: "2/hour",
    },
  });
  ada = await createPerson(cloud);
});
afterAll(() => cloud?.stop());

const post = (path: string, body: unknown) => callApi<Failure>(cloud.apiUrl, { method: "POST", path, body });
const me = () => callApi<Failure>(cloud.apiUrl, { path: "/me", token: ada.token });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("[SEC11] calls of a person", () => {
  it("are counted down, refused when the bucket is empty, and pass after the time that is told", async () => {
    await pause(1_000);
    const answers = [await me(), await me(), await me()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[2]?.headers.get("ratelimit-policy")).toBe('"calls";q=3;w=1, "calls";q=20;w=3600');
    expect(answers.map(({ headers }) => /r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1])).toEqual([
      "2",
      "1",
      "0",
    ]);
    const refused = await me();
    expect([refused.status, refused.body.error.code]).toEqual([429, "rate_limited"]);
    const waitMs = refused.body.error.retryAfterMs ?? 0;
    expect(waitMs).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBe(Math.ceil(waitMs / 1_000));
    expect(refused.headers.get("ratelimit")).toMatch(/^"calls";r=0;t=1$/);
    await pause(waitMs);
    expect((await me()).status).toBe(200);
  });
});

describe("[SEC11] messages of a person over HTTP", () => {
  it("are counted down beside the calls, and refused with a time to wait", async () => {
    await pause(1_000);
    const call = (path: string, body: unknown) =>
      callApi<Failure & { room: { id: string } }>(cloud.apiUrl, {
        method: "POST",
        path,
        body,
        token: ada.token,
      });
    const { id } = (await call("/rooms", { name: "Limited", visibility: "private" })).body.room;
    const say = (text: string) => call(`/rooms/${id}/messages`, { id: text, text });
    const first = await say("first");
    expect(first.status).toBe(201);
    expect(first.headers.get("ratelimit")).toMatch(/"messages";r=1;t=\d+/);
    await pause(1_000);
    expect((await say("second")).headers.get("ratelimit")).toMatch(/"messages";r=0;t=\d+/);
    const refused = await say("third");
    expect([refused.status, refused.body.error.code]).toEqual([429, "rate_limited"]);
    expect(refused.headers.get("ratelimit")).toMatch(/"messages";r=0;t=3[56]\d\d/);
    expect(refused.headers.get("retry-after")).toMatch(/^3[56]\d\d$/);
    expect((await say("first")).status).toBe(200);
  });
});

describe("signing in", () => {
  it("is limited by account and by address, whether there is an account or not, and right or wrong", async () => {
    const wrong = { email: "nobody@example.test", password: "not the right one" };
    // One attempt of this address was Ada's own, at the start.
    expect((await post("/auth/sign-in/email", wrong)).body.error.code).toBe("unauthenticated");
    expect((await post("/auth/sign-in/email", wrong)).body.error.code).toBe("unauthenticated");
    const refused = await post("/auth/sign-in/email", wrong);
    expect(refused.body.error.code).toBe("rate_limited");
    expect(refused.headers.get("retry-after")).toMatch(/^\d{4}$/);
    expect(refused.headers.get("ratelimit")).toMatch(/^"calls";r=\d+;t=\d+, "sign-in";r=0;t=\d{4}$/);
    expect(refused.headers.get("ratelimit-policy")).toBe('"calls";q=60;w=3600, "sign-in";q=3;w=3600');
    const own = await post("/auth/sign-in/email", { email: ada.email, password: ada.password });
    expect(own.status).toBe(429);
  });

  it("mails no recipient more often than is allowed, with or without an account", async () => {
    for (const email of [ada.email, "nobody@example.test"]) {
      const statuses: number[] = [];
      for (let asked = 0; asked < 3; asked += 1) {
        statuses.push((await post("/auth/request-password-reset", { email })).status);
      }
      const told = (await post("/auth/request-password-reset", { email })).headers.get("ratelimit");
      expect(told).toMatch(/, "mail";r=0;t=\d+$/);
      // Ada's sign-up has mailed her once.
      expect(statuses).toEqual(email === ada.email ? [200, 429, 429] : [200, 200, 429]);
    }
  });

  it("[SEC11] fails closed while the buckets are out of reach, and what needs no bucket goes on", async () => {
    await cloud.redis.kill();
    const answer = await post("/auth/sign-in/email", { email: ada.email, password: ada.password });
    expect([answer.status, answer.body.error.code]).toEqual([503, "unavailable"]);
    expect((await me()).status).toBe(200);
    await cloud.redis.start();
  });
});

describe("calls without a session", () => {
  it("are limited by address, health aside", async () => {
    const ask = () => callApi<Failure>(cloud.apiUrl, { path: "/auth/get-session" });
    // Redis came back empty.
    const statuses = await Promise.all(Array.from({ length: 62 }, async () => (await ask()).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect((await callApi(cloud.apiUrl, { path: "/health" })).status).toBe(200);
    expect((await me()).status).toBe(200);
  });
});
