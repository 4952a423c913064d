import { createHash, createHmac, hash } from "node:crypto";
import { createSigningReader } from "@parley/local/gateway/sigv4";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import type { AwsCredentials } from "./aws-credentials.ts";
import { createPostSigner } from "./post-signer.ts";

const host = "abc123.execute-api.eu-central-1.amazonaws.com";
const region = "eu-central-1";
const long: AwsCredentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: undefined,
};
const short: AwsCredentials = { ...long, sessionToken: "IQoJb3JpZ2luX2VjE//token+with=signs" };
const startMs = Date.parse("2026-02-28T23:59:59.400Z");
const ids = ["L0SM9cOFvHcCIhw=", "a/b c", "(odd)!*'", "Zürich", "plain"];

class NodeHash {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === "string" ? secret : secret && Buffer.from(secret as Uint8Array);
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}

/** What the AWS SDK's own signer makes of the same request. */
async function signWithSdk(input: {
  path: string;
  frame: Uint8Array;
  nowMs: number;
  credentials: AwsCredentials;
}) {
  const { sessionToken, ...keys } = input.credentials;
  const signer = new SignatureV4({
    credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) },
    region,
    service: "execute-api",
    sha256: NodeHash,
    applyChecksum: false,
  });
  const request = {
    method: "POST",
    protocol: "https:",
    hostname: host,
    path: input.path,
    query: {},
    headers: { host },
    body: input.frame,
  };
  const signed = await signer.sign(request, { signingDate: new Date(input.nowMs) });
  return signed.headers;
}

function parseHead(head: string) {
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", path = "", version = ""] = first.split(" ");
  const headers: Record<string, string> = {};
  for (const line of lines.filter((text) => text !== "")) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon)] = line.slice(colon + 1).trim();
  }
  return { method, path, version, headers, ends: head.endsWith("\r\n\r\n") };
}

function createSigner(credentials: () => AwsCredentials, nowMs: () => number) {
  return createPostSigner({ credentials, nowMs }, { region, host, basePath: "/v1/@connections/" });
}

describe("the post signer", () => {
  it.each([
    ["without a session token", long],
    ["with a session token", short],
  ])("signs as the AWS SDK does, %s", async (_, credentials) => {
    const signer = createSigner(
      () => credentials,
      () => startMs,
    );
    for (const frame of [new Uint8Array(), Buffer.from("{}"), Buffer.alloc(40_000, "ä")]) {
      for (const id of ids) {
        const { path, headers } = parseHead(signer.writeHead(id, frame));
        const theirs = await signWithSdk({ path, frame, nowMs: startMs, credentials });
        expect(headers["authorization"]).toBe(theirs["authorization"]);
        expect(headers["x-amz-date"]).toBe(theirs["x-amz-date"]);
        expect(headers["x-amz-security-token"]).toBe(theirs["x-amz-security-token"]);
      }
    }
  });

  it("writes a whole head, which the gateway's verifier accepts for that frame alone", () => {
    const credentials = { ...short, sessionToken: "token" };
    const signer = createSigner(
      () => credentials,
      () => startMs,
    );
    const readSigning = createSigningReader({
      credentialsOf: () => credentials,
      region,
      service: "execute-api",
      nowMs: () => startMs,
    });
    const frame = Buffer.from('{"type":"events"}');
    for (const id of ids) {
      const { method, path, version, headers, ends } = parseHead(signer.writeHead(id, frame));
      expect([method, version, ends]).toEqual(["POST", "HTTP/1.1", true]);
      expect(path).toBe(
        `/v1/@connections/${encodeURIComponent(id).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      );
      expect(headers["content-length"]).toBe(String(frame.length));
      const { refusalOf, signature } = readSigning(headers);
      const call = { method, target: path, payloadHash: hash("sha256", frame), signature };
      expect(refusalOf(call)).toBeUndefined();
      expect(refusalOf({ ...call, payloadHash: hash("sha256", "{}") })).toBeDefined();
      expect(refusalOf({ ...call, target: `${path}x` })).toBeDefined();
    }
  });

  it("signs with the time and the day of the post, though the frame is the same", async () => {
    let nowMs = startMs;
    const signer = createSigner(
      () => long,
      () => nowMs,
    );
    const frame = Buffer.from("across midnight");
    for (nowMs of [startMs, startMs + 599, startMs + 600, startMs + 86_400_000]) {
      const { path, headers } = parseHead(signer.writeHead("id", frame));
      const theirs = await signWithSdk({ path, frame, nowMs, credentials: long });
      expect(headers["authorization"]).toBe(theirs["authorization"]);
    }
  });

  it("takes up rotated credentials within a second, and at once for a new frame", async () => {
    let nowMs = startMs;
    let credentials = long;
    const signer = createSigner(
      () => credentials,
      () => nowMs,
    );
    const frame = Buffer.from("rotated");
    signer.writeHead("id", frame);
    credentials = { accessKeyId: "AKIDOTHER", secretAccessKey: "other", sessionToken: "fresh" };
    nowMs += 1_000;
    for (const sent of [frame, Buffer.from("new")]) {
      const { path, headers } = parseHead(signer.writeHead("id", sent));
      const theirs = await signWithSdk({ path, frame: sent, nowMs, credentials });
      expect(headers["authorization"]).toBe(theirs["authorization"]);
      expect(headers["x-amz-security-token"]).toBe("fresh");
    }
  });

  it("keeps line breaks out of the head", () => {
    const signer = createSigner(
      () => long,
      () => startMs,
    );
    const head = signer.writeHead("id\r\nx-evil: 1", Buffer.from("{}"));
    expect(head).not.toContain("\r\nx-evil");
    expect(head.split("\r\n\r\n")).toHaveLength(2);
  });
});
