import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { AwsCredentials } from "./credentials.ts";

export const algorithm = "AWS4-HMAC-SHA256";

/** The key that signs a day's requests to a service; kept, since a KeyObject is three times cheaper than its bytes. */
export function createKeyCache(
  region: string,
  service: string,
): (credentials: AwsCredentials, day: string) => KeyObject {
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

/** `20250131T120000Z`. */
export function toAmzDate(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
}
