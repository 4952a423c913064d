import { describe, expect, it } from "vitest";
import type { HttpEvent } from "../edge/wrap-http.ts";
import { addressHeader, toRequest, toResult } from "./lambda-request.ts";

function toEvent(change: Partial<HttpEvent> & { method?: string }): HttpEvent {
  const { method = "POST", ...rest } = change;
  return {
    rawPath: "/api/rooms",
    rawQueryString: "",
    headers: {},
    isBase64Encoded: false,
    requestContext: {
      requestId: "req-1",
      domainName: "chat.example.test",
      http: { method, sourceIp: "192.0.2.1", userAgent: "agent" },
    },
    ...rest,
  };
}

describe("an HTTP API event as a request", () => {
  it("keeps path, query, method, headers and cookies", () => {
    const request = toRequest(
      toEvent({
        method: "GET",
        rawQueryString: "after=1&limit=2",
        cookies: ["a=1", "b=2"],
        headers: { accept: "application/json" },
      }),
    );
    expect(request.url).toBe("https://chat.example.test/api/rooms?after=1&limit=2");
    expect(request.method).toBe("GET");
    expect(request.headers.get("cookie")).toBe("a=1; b=2");
    expect(request.headers.get("accept")).toBe("application/json");
  });

  it("reads the body, plain or in base64", async () => {
    expect(await toRequest(toEvent({ body: "{}" })).text()).toBe("{}");
    const encoded = Buffer.from("h\u00e9").toString("base64");
    expect(await toRequest(toEvent({ body: encoded, isBase64Encoded: true })).text()).toBe("h\u00e9");
  });

  it("[SEC9] refuses a body over 64 KB, counted in bytes, and takes one of exactly 64 KB", () => {
    expect(() => toRequest(toEvent({ body: "\u00e9".repeat(32 * 1024) }))).not.toThrow();
    expect(() => toRequest(toEvent({ body: `\u00e9${"\u00e9".repeat(32 * 1024)}` }))).toThrow(
      expect.objectContaining({ code: "too_large" }),
    );
  });

  it("takes the address from the gateway, whatever the caller says it is", () => {
    const request = toRequest(toEvent({ headers: { [addressHeader]: "203.0.113.9" } }));
    expect(request.headers.get(addressHeader)).toBe("192.0.2.1");
  });

  it("[SEC9] survives headers that HTTP does not allow", () => {
    const request = toRequest(toEvent({ headers: { "user-agent": "a\u0000\r\nx-evil: 1\u2713b" } }));
    expect(request.headers.get("user-agent")).toBe("ax-evil: 1b");
    expect(request.headers.has("x-evil")).toBe(false);
  });
});

describe("a response as an HTTP API result", () => {
  it("carries every cookie by itself", async () => {
    const response = new Response("{}", { status: 201, headers: { "x-a": "1" } });
    response.headers.append("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
    response.headers.append("set-cookie", "b=2");
    expect(await toResult(response)).toEqual({
      statusCode: 201,
      headers: { "content-type": "text/plain;charset=UTF-8", "x-a": "1" },
      cookies: ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"],
      body: "{}",
    });
  });

  it("has no body where the response has none", async () => {
    expect(await toResult(new Response(null, { status: 204 }))).toEqual({ statusCode: 204, headers: {} });
  });
});
