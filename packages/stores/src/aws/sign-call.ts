/**
 * Signs a call of AWS's JSON protocol with Signature Version 4. It goes to `/` and has no query, so there is
 * little to put into canonical form.
 *
 * Source: "Create a signed AWS API request", IAM user guide.
 */
import { createHmac, hash } from "node:crypto";
import type { AwsCredentials } from "./credentials.ts";
import { algorithm, createKeyCache, toAmzDate } from "./signing-key.ts";

export interface UnsignedCall {
  /** As the `host` header has it. */
  readonly host: string;
  /** `x-amz-target`: the service's version and the operation. */
  readonly target: string;
  readonly body: string;
}

export type CallSigner = (
  call: UnsignedCall,
  credentials: AwsCredentials,
  nowMs: number,
) => Record<string, string>;

/** Creates what answers the headers of a call, in the order in which they are signed. */
export function createCallSigner(region: string, service: string): CallSigner {
  const keyOf = createKeyCache(region, service);
  return ({ host, target, body }, credentials, nowMs) => {
    const signedAt = toAmzDate(nowMs);
    const day = signedAt.slice(0, 8);
    const { accessKeyId, sessionToken } = credentials;
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      host,
      "x-amz-date": signedAt,
      ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
      "x-amz-target": target,
    };
    const names = Object.keys(headers).join(";");
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
    const canonical = `POST\n/\n\n${lines.join("")}\n${names}\n${hash("sha256", body)}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const signature = createHmac("sha256", keyOf(credentials, day))
      .update(`${algorithm}\n${signedAt}\n${scope}\n${hash("sha256", canonical)}`)
      .digest("hex");
    const authorization = `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return { ...headers, authorization };
  };
}
