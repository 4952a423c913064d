/**
 * Verifies AWS Signature Version 4 in the Authorization header.
 *
 * Source: "Authenticating Requests (AWS Signature Version 4)" and "Create a signed AWS API request", IAM
 * user guide. A path is encoded once more than it was sent, as every service but S3 does.
 */
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface SignatureRefusal {
  /** As AWS names it in `x-amzn-ErrorType`. */
  readonly type: string;
  readonly message: string;
}

export interface SigV4Options {
  readonly credentialsOf: (accessKeyId: string) => Credentials | undefined;
  readonly region: string;
  readonly service: string;
  readonly nowMs: () => number;
}

/** Clocks may differ by so much: "Signature expired" beyond. Same source. */
const skewMsMax = 5 * 60_000;

const algorithm = "AWS4-HMAC-SHA256";
const authorizationForm =
  /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})$/;

const missing = { type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
const incomplete = {
  type: "IncompleteSignatureException",
  message: "The Authorization header is malformed.",
};
const unknownKey = {
  type: "UnrecognizedClientException",
  message: "The security token included in the request is invalid.",
};
const mismatch = {
  type: "InvalidSignatureException",
  message:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
};
const expired = { type: "InvalidSignatureException", message: "Signature expired." };

/** Creates the check; it answers undefined for a request that is signed as it should be. */
export function createSigV4Verifier(options: SigV4Options) {
  const keyOf = createKeyCache(options);
  const hashPayload = createPayloadHash();
  return (request: SignedRequest): SignatureRefusal | undefined => {
    const { authorization } = request.headers;
    if (authorization === undefined || !authorization.startsWith(algorithm)) return missing;
    const [, credential, signedHeaders, signature] = authorizationForm.exec(authorization) ?? [];
    const signedAt = request.headers["x-amz-date"];
    if (credential === undefined || signedHeaders === undefined || signature === undefined) return incomplete;
    if (typeof signedAt !== "string") return incomplete;
    const day = signedAt.slice(0, 8);
    const scope = `${day}/${options.region}/${options.service}/aws4_request`;
    const credentials = options.credentialsOf(credential.slice(0, credential.indexOf("/")));
    if (credential !== `${credentials?.accessKeyId}/${scope}` || credentials === undefined) return unknownKey;
    const token = request.headers["x-amz-security-token"];
    if (token !== undefined && token !== credentials.sessionToken) return unknownKey;
    const ageMs = options.nowMs() - readAmzDate(signedAt);
    if (!(Math.abs(ageMs) <= skewMsMax)) return expired;
    const names = signedHeaders.split(";");
    if (!areHeadersCovered(names, request.headers)) return mismatch;
    const canonical = createCanonicalRequest(request, hashPayload(request.body), names, signedHeaders);
    if (canonical === undefined) return mismatch;
    const text = `${algorithm}\n${signedAt}\n${scope}\n${hash("sha256", canonical)}`;
    const expected = createHmac("sha256", keyOf(credentials, day)).update(text).digest();
    return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? undefined : mismatch;
  };
}

/** A frame goes to everybody in a room, post by post: to compare it with the last one is cheaper than to hash it. */
function createPayloadHash() {
  let last: { readonly payload: Buffer; readonly digest: string } = {
    payload: Buffer.alloc(0),
    digest: hash("sha256", ""),
  };
  return (payload: Buffer): string => {
    if (!payload.equals(last.payload)) last = { payload, digest: hash("sha256", payload) };
    return last.digest;
  };
}

/** Host and everything that begins with `x-amz-` must be signed. */
function areHeadersCovered(names: readonly string[], headers: IncomingHttpHeaders): boolean {
  if (!names.includes("host")) return false;
  for (const name in headers) {
    if (name.startsWith("x-amz-") && !names.includes(name)) return false;
  }
  return true;
}

function createCanonicalRequest(
  request: SignedRequest,
  payloadHash: string,
  names: readonly string[],
  signedHeaders: string,
): string | undefined {
  const claimed = request.headers["x-amz-content-sha256"];
  if (claimed !== undefined && claimed !== payloadHash) return undefined;
  const split = request.target.indexOf("?");
  const path = split < 0 ? request.target : request.target.slice(0, split);
  const query = split < 0 ? "" : canonicalQuery(request.target.slice(split + 1));
  let headers = "";
  for (const name of names) {
    const value = request.headers[name];
    if (value === undefined) return undefined;
    const text = Array.isArray(value) ? value.join(",") : value;
    headers += `${name}:${text.trim().replace(/ {2,}/g, " ")}\n`;
  }
  return `${request.method}\n${canonicalPath(path)}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
}

function canonicalPath(path: string): string {
  return path.split("/").map(encodeStrictly).join("/");
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .toSorted()
    .join("&");
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `20250131T120000Z` as epoch milliseconds; NaN for anything else. */
function readAmzDate(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** A signing key changes once a day; a KeyObject makes its every use three times cheaper than bytes. */
function createKeyCache({ region, service }: SigV4Options) {
  let cachedDay = "";
  const cached = new Map<string, KeyObject>();
  return (credentials: Credentials, day: string): KeyObject => {
    if (day !== cachedDay) cached.clear();
    cachedDay = day;
    const known = cached.get(credentials.accessKeyId);
    if (known !== undefined) return known;
    let key: Buffer = Buffer.from(`AWS4${credentials.secretAccessKey}`);
    for (const part of [day, region, service, "aws4_request"]) {
      key = createHmac("sha256", key).update(part).digest();
    }
    const made = createSecretKey(key);
    cached.set(credentials.accessKeyId, made);
    return made;
  };
}
