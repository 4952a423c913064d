import { edgeHeaders } from "@parley/topology";
import { describe, expect, it } from "vitest";
import { viewerOf } from "./viewer-of.ts";
import type { HttpEvent } from "./wrap-http.ts";

const secret = "0123456789abcdef0123456789abcdef";
const event = (headers: Record<string, string>): HttpEvent => ({
  rawPath: "/api/health",
  rawQueryString: "",
  headers,
  isBase64Encoded: false,
  requestContext: {
    requestId: "r",
    domainName: "x",
    http: { method: "GET", sourceIp: "198.51.100.1", userAgent: "toy/1" },
  },
});
const viewer = (headers: Record<string, string>, known = secret) => viewerOf(event(headers), known);

describe("the caller's address", () => {
  it("is what CloudFront names beside its proof", () => {
    expect(viewer({ [edgeHeaders.viewer]: "203.0.113.9", [edgeHeaders.proof]: secret })).toBe("203.0.113.9");
  });

  it("is the gateway's own for everybody who claims one without it", () => {
    const claims: Record<string, string>[] = [
      {},
      { [edgeHeaders.viewer]: "203.0.113.9" },
      { [edgeHeaders.viewer]: "203.0.113.9", [edgeHeaders.proof]: "wrong" },
      { [edgeHeaders.viewer]: "nowhere", [edgeHeaders.proof]: secret },
    ];
    expect(claims.map((headers) => viewer(headers))).toEqual(claims.map(() => "198.51.100.1"));
    expect(viewer({ [edgeHeaders.viewer]: "203.0.113.9", [edgeHeaders.proof]: "" }, "")).toBe("198.51.100.1");
  });
});
