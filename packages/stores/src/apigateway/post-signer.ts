/**
 * Signs posts to @connections with Signature Version 4, for many recipients of few frames.
 *
 * The signing key is derived once a day, a frame is hashed once for all who get it, and what a second's
 * posts of a frame have in common is written once; what is left for each is one hash and one HMAC.
 *
 * Source: "Create a signed AWS API request", IAM user guide. A path is encoded once more than it is sent,
 * as for every service but S3.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";
import type { AwsCredentials } from "./aws-credentials.ts";

export interface PostSignerDeps {
  /** Asked once per frame and second, so that a rotated key is taken up. */
  readonly credentials: () => AwsCredentials;
  readonly nowMs: () => number;
}

export interface PostSignerOptions {
  readonly region: string;
  /** As it stands in the `host` header: with the port where it is not the scheme's own. */
  readonly host: string;
  /** Path in front of the connection's id, as it is sent. */
  readonly basePath: string;
}

export interface PostSigner {
  /** The head of the request that posts `frame`, with the blank line after it. */
  writeHead(connectionId: string, frame: Uint8Array): string;
}

/** What the posts of one frame within one second have in common. */
interface Preparation {
  readonly second: number;
  readonly key: KeyObject;
  readonly canonicalTail: string;
  readonly toSignStart: string;
  readonly headMiddle: string;
  readonly headEnd: string;
}

const service = "execute-api";
const algorithm = "AWS4-HMAC-SHA256";

/** Creates the signer. `writeHead` throws what `credentials` throws. */
export function createPostSigner(deps: PostSignerDeps, options: PostSignerOptions): PostSigner {
  const payloadHashes = new WeakMap<Uint8Array, string>();
  const preparations = new WeakMap<Uint8Array, Preparation>();
  const keyOf = createKeyCache(options.region);
  const canonicalBase = options.basePath.split("/").map(encodeStrictly).join("/");

  const hashPayload = (frame: Uint8Array): string => {
    let known = payloadHashes.get(frame);
    if (known === undefined) {
      known = hash("sha256", frame);
      payloadHashes.set(frame, known);
    }
    return known;
  };
  const prepare = (frame: Uint8Array, nowMs: number): Preparation => {
    const credentials = deps.credentials();
    const { accessKeyId, sessionToken } = credentials;
    const signedAt = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
    const day = signedAt.slice(0, 8);
    const scope = `${day}/${options.region}/${service}/aws4_request`;
    const signedHeaders = `host;x-amz-date${sessionToken === undefined ? "" : ";x-amz-security-token"}`;
    const values = [
      `host:${options.host}`,
      `x-amz-date:${signedAt}`,
      ...(sessionToken === undefined ? [] : [`x-amz-security-token:${sessionToken}`]),
    ];
    return {
      second: Math.floor(nowMs / 1_000),
      key: keyOf(credentials, day),
      canonicalTail: `\n\n${values.join("\n")}\n\n${signedHeaders}\n${hashPayload(frame)}`,
      toSignStart: `${algorithm}\n${signedAt}\n${scope}\n`,
      headMiddle: ` HTTP/1.1\r\n${values.join("\r\n")}\r\nauthorization: ${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=`,
      headEnd: `\r\ncontent-type: application/octet-stream\r\ncontent-length: ${frame.byteLength}\r\n\r\n`,
    };
  };
  return {
    writeHead: (connectionId, frame) => {
      const nowMs = deps.nowMs();
      let prepared = preparations.get(frame);
      if (prepared === undefined || prepared.second !== Math.floor(nowMs / 1_000)) {
        prepared = prepare(frame, nowMs);
        preparations.set(frame, prepared);
      }
      const id = encodeStrictly(connectionId);
      const canonical = `POST\n${canonicalBase}${encodeStrictly(id)}${prepared.canonicalTail}`;
      const signature = createHmac("sha256", prepared.key)
        .update(prepared.toSignStart + hash("sha256", canonical))
        .digest("hex");
      return `POST ${options.basePath}${id}${prepared.headMiddle}${signature}${prepared.headEnd}`;
    },
  };
}

/** A KeyObject makes every use of the key three times cheaper than its bytes. */
function createKeyCache(region: string): (credentials: AwsCredentials, day: string) => KeyObject {
  let cached: { readonly secret: string; readonly day: string; readonly key: KeyObject } | undefined;
  return ({ secretAccessKey: secret }, day) => {
    if (cached?.day === day && cached.secret === secret) return cached.key;
    let bytes: Buffer = Buffer.from(`AWS4${secret}`);
    for (const part of [day, region, service, "aws4_request"]) {
      bytes = createHmac("sha256", bytes).update(part).digest();
    }
    cached = { secret, day, key: createSecretKey(bytes) };
    return cached.key;
  };
}

const plain = /^[A-Za-z0-9._~-]*$/;

/** RFC 3986: everything but letters, digits and `-._~`. */
function encodeStrictly(text: string): string {
  if (plain.test(text)) return text;
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
