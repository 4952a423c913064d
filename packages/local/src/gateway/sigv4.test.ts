import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { createSigningReader } from "./sigv4.ts";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "token",
};
const credentialsOf = (accessKeyId: string) =>
  accessKeyId === credentials.accessKeyId ? credentials : undefined;
const nowMs = Date.UTC(2015, 7, 30, 12, 36, 0);
const verifier = (service: string, atMs = nowMs) => {
  const read = createSigningReader({ credentialsOf, region: "us-east-1", service, nowMs: () => atMs });
  return ({ method, target, headers, body }: SignedRequest) => {
    const { refusalOf, signature } = read(headers);
    return refusalOf({ method, target, payloadHash: sha(body), signature });
  };
};

interface SignedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** "get-vanilla-query-order-key-case" of AWS's published Signature Version 4 test suite. */
const published: SignedRequest = {
  method: "GET",
  target: "/?Param2=value2&Param1=value1",
  headers: {
    host: "example.amazonaws.com",
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
  body: Buffer.alloc(0),
};

const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
const sha = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");

/** Signs as the SDK does, step by step as IAM's guide has them, independently of what is tested. */
function sign(
  path: string,
  canonicalPath: string,
  body: string,
  extra: Record<string, string> = {},
): SignedRequest {
  const headers: Record<string, string> = { host: "local:1", "x-amz-date": "20150830T123600Z", ...extra };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = `POST\n${canonicalPath}\n\n${lines}\n${names.join(";")}\n${sha(body)}`;
  const scope = "20150830/us-east-1/execute-api/aws4_request";
  const text = `AWS4-HMAC-SHA256\n20150830T123600Z\n${scope}\n${sha(canonical)}`;
  const key = ["20150830", "us-east-1", "execute-api", "aws4_request"].reduce<Buffer | string>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key as Buffer, text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { method: "POST", target: path, headers: { ...headers, authorization }, body: Buffer.from(body) };
}

const signed = (extra?: Record<string, string>) =>
  sign("/v1/@connections/abc%3D", "/v1/%40connections/abc%253D", "hello", extra);

test("a request of AWS's published test suite is accepted", () => {
  expect(verifier("service")(published)).toBeUndefined();
});

test("a path is encoded once more than it was sent", () => {
  expect(verifier("execute-api")(signed())).toBeUndefined();
});

test("anything that is signed cannot be another", () => {
  const verify = verifier("execute-api");
  const request = signed();
  const others: Partial<SignedRequest>[] = [
    { method: "DELETE" },
    { target: "/v1/@connections/abd%3D" },
    { target: `${request.target}?a=1` },
    { body: Buffer.from("hellO") },
    { headers: { ...request.headers, host: "local:2" } },
  ];
  for (const other of others) {
    expect(verify({ ...request, ...other })?.type).toBe("InvalidSignatureException");
  }
});

test("a header that begins with x-amz- must be signed", () => {
  const request = signed();
  const headers = { ...request.headers, "x-amz-meta": "smuggled" };
  expect(verifier("execute-api")({ ...request, headers })?.type).toBe("InvalidSignatureException");
  expect(verifier("execute-api")(signed({ "x-amz-meta": "signed" }))).toBeUndefined();
});

test("a payload hash in a header must be that of the body", () => {
  const verify = verifier("execute-api");
  expect(verify(signed({ "x-amz-content-sha256": sha("hello") }))).toBeUndefined();
  expect(verify(signed({ "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }))?.type).toBe(
    "InvalidSignatureException",
  );
});

test("five minutes of difference between the clocks pass, more does not, either way", () => {
  const minutesMs = 5 * 60_000;
  for (const direction of [-1, 1]) {
    expect(verifier("execute-api", nowMs + direction * minutesMs)(signed())).toBeUndefined();
    const late = verifier("execute-api", nowMs + direction * (minutesMs + 1))(signed());
    expect(late?.message).toMatch(/expired/);
  }
});

test("another key, service, region or day is an unknown one", () => {
  const { authorization = "" } = signed().headers;
  for (const [from, to] of [
    ["AKIDEXAMPLE", "AKIDOTHER"],
    ["execute-api", "s3"],
    ["us-east-1", "eu-west-1"],
    ["/20150830/", "/20150831/"],
  ] as const) {
    const request = signed();
    const headers = { ...request.headers, authorization: authorization.replace(from, to) };
    expect(verifier("execute-api")({ ...request, headers })?.type).toBe("UnrecognizedClientException");
  }
});

test("the session token is checked when it is sent", () => {
  const verify = verifier("execute-api");
  expect(verify(signed({ "x-amz-security-token": "token" }))).toBeUndefined();
  expect(verify(signed({ "x-amz-security-token": "other" }))?.type).toBe("UnrecognizedClientException");
});

test("no signature, and one that cannot be read, are told apart", () => {
  const request = signed();
  const without = { ...request, headers: { host: "local:1" } };
  const broken = { ...request, headers: { ...request.headers, authorization: "AWS4-HMAC-SHA256 nonsense" } };
  const undated = { ...request, headers: { ...request.headers, "x-amz-date": undefined } };
  expect(verifier("execute-api")(without)?.type).toBe("MissingAuthenticationTokenException");
  expect(verifier("execute-api")(broken)?.type).toBe("IncompleteSignatureException");
  expect(verifier("execute-api")(undated)?.type).toBe("IncompleteSignatureException");
});

test("what was read of one request holds for another whose signature alone differs", () => {
  const read = createSigningReader({
    credentialsOf,
    region: "us-east-1",
    service: "execute-api",
    nowMs: () => nowMs,
  });
  const [first, second] = [signed(), sign("/v1/@connections/abd%3D", "/v1/%40connections/abd%253D", "hello")];
  const signing = read(first.headers);
  const { signature } = read(second.headers);
  const call = { method: "POST", target: second.target, payloadHash: sha("hello"), signature };
  expect(signing.refusalOf(call)).toBeUndefined();
  for (const other of [{ target: first.target }, { signature: signing.signature }, { signature: "abc" }])
    expect(signing.refusalOf({ ...call, ...other })?.type).toBe("InvalidSignatureException");
});
