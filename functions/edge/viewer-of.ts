import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { edgeHeaders } from "@parley/topology";
import type { HttpEvent } from "./wrap-http.ts";

/**
 * The caller's address: what CloudFront names beside its proof, else whoever called the gateway. The proof is
 * compared in the same time wherever it differs.
 */
export function viewerOf({ headers, requestContext }: HttpEvent, originSecret: string): string {
  const { sourceIp } = requestContext.http;
  const claimed = headers[edgeHeaders.viewer];
  const proof = headers[edgeHeaders.proof];
  if (originSecret === "" || claimed === undefined || proof === undefined) return sourceIp;
  return isIP(claimed) !== 0 && timingSafeEqual(digest(proof), digest(originSecret)) ? claimed : sourceIp;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
