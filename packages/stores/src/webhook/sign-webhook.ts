import { createHmac } from "node:crypto";

/**
 * The headers of a delivery, as Standard Webhooks has them: an HMAC-SHA256 of id, time and body.
 *
 * @param secret `whsec_` and the key in base64.
 * @param atMs when it is sent: receivers refuse what is old.
 */
export function signWebhook(
  secret: string,
  { id, atMs, body }: { id: string; atMs: number; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
