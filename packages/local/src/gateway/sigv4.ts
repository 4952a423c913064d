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

/** What a signature is of, beside the headers. */
export interface SignedCall {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  /** SHA-256 of the body, in hexadecimal digits. */
  readonly payloadHash: string;
  /** In hexadecimal digits, as it was sent. */
  readonly signature: string;
}

/**
 * What the headers of a request say about its signature. It holds for every request whose headers differ in the
 * signature alone.
 */
export interface Signing {
  /** Whose key it is said to be; empty where that cannot be read. */
  readonly accessKeyId: string;
  /** As it stands in the headers; empty where there is none. */
  readonly signature: string;
  /** Why the call is not accepted; undefined when it is signed as it should be. */
  refusalOf(call: SignedCall): SignatureRefusal | undefined;
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

/** Creates the reader of a request's headers. */
export function createSigningReader(options: SigV4Options): (headers: IncomingHttpHeaders) => Signing {
  const keyOf = createKeyCache(options);
  return (headers) => {
    const { authorization } = headers;
    if (authorization === undefined || !authorization.startsWith(algorithm)) return refuse(missing);
    const [, credential, signedHeaders, signature] = authorizationForm.exec(authorization) ?? [];
    const signedAt = headers["x-amz-date"];
    if (credential === undefined || signedHeaders === undefined || signature === undefined)
      return refuse(incomplete);
    if (typeof signedAt !== "string") return refuse(incomplete);
    const day = signedAt.slice(0, 8);
    const scope = `${day}/${options.region}/${options.service}/aws4_request`;
    const credentials = options.credentialsOf(credential.slice(0, credential.indexOf("/")));
    if (credential !== `${credentials?.accessKeyId}/${scope}` || credentials === undefined)
      return refuse(unknownKey);
    const token = headers["x-amz-security-token"];
    if (token !== undefined && token !== credentials.sessionToken) return refuse(unknownKey);
    const headersText = writeSignedHeaders(headers, signedHeaders);
    const signedAtMs = readAmzDate(signedAt);
    const claimed = headers["x-amz-content-sha256"];
    return {
      accessKeyId: credentials.accessKeyId,
      signature,
      refusalOf: (call) => {
        if (!(Math.abs(options.nowMs() - signedAtMs) <= skewMsMax)) return expired;
        if (headersText === undefined) return mismatch;
        if (claimed !== undefined && claimed !== call.payloadHash) return mismatch;
        const canonical = `${call.method}\n${canonicalTarget(call.target)}\n${headersText}\n${call.payloadHash}`;
        const text = `${algorithm}\n${signedAt}\n${scope}\n${hash("sha256", canonical)}`;
        const expected = createHmac("sha256", keyOf(credentials, day)).update(text).digest();
        const given = Buffer.from(call.signature, "hex");
        return given.length === expected.length && timingSafeEqual(expected, given) ? undefined : mismatch;
      },
    };
  };
}

function refuse(refusal: SignatureRefusal): Signing {
  return { accessKeyId: "", signature: "", refusalOf: () => refusal };
}

/** The canonical headers with their names; undefined when not all are signed that must be. */
function writeSignedHeaders(headers: IncomingHttpHeaders, signedHeaders: string): string | undefined {
  const names = signedHeaders.split(";");
  if (!areHeadersCovered(names, headers)) return undefined;
  let text = "";
  for (const name of names) {
    const value = headers[name];
    if (value === undefined) return undefined;
    const whole = Array.isArray(value) ? value.join(",") : value;
    text += `${name}:${whole.trim().replace(/ {2,}/g, " ")}\n`;
  }
  return `${text}\n${signedHeaders}`;
}

/** Host and everything that begins with `x-amz-` must be signed. */
function areHeadersCovered(names: readonly string[], headers: IncomingHttpHeaders): boolean {
  if (!names.includes("host")) return false;
  for (const name in headers) {
    if (name.startsWith("x-amz-") && !names.includes(name)) return false;
  }
  return true;
}

/** Path and query, a line each. */
function canonicalTarget(target: string): string {
  const split = target.indexOf("?");
  if (split < 0) return `${canonicalPath(target)}\n`;
  return `${canonicalPath(target.slice(0, split))}\n${canonicalQuery(target.slice(split + 1))}`;
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

const plain = /^[A-Za-z0-9._~-]*$/;

/** RFC 3986: everything but letters, digits and `-._~`. */
function encodeStrictly(text: string): string {
  if (plain.test(text)) return text;
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
