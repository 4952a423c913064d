import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { ApiEnv } from "../api-env.ts";
import { hardenAnswers } from "./harden-answers.ts";

async function headersOf(secure: boolean): Promise<Headers> {
  const app = new Hono<ApiEnv>().use(hardenAnswers(secure)).get("/", (c) => c.text("a page"));
  return (await app.request("/")).headers;
}

describe("[SEC1] [SEC17] every answer of the API", () => {
  it("binds browsers to TLS where there is TLS", async () => {
    const policy = "max-age=63072000; includeSubDomains; preload";
    expect((await headersOf(true)).get("strict-transport-security")).toBe(policy);
    expect((await headersOf(false)).has("strict-transport-security")).toBe(false);
  });

  it("is neither kept, sniffed, framed nor run", async () => {
    expect(Object.fromEntries(await headersOf(true))).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
  });
});
