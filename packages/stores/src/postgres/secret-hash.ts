import { createHash, randomBytes } from "node:crypto";

/** 256 bits: nobody guesses one, so that a plain hash keeps it. */
const secretBytes = 32;

/** A secret that is told once, and what is kept of it. */
export function issueSecret(): { readonly secret: string; readonly hash: string } {
  const secret = randomBytes(secretBytes).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}

export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
