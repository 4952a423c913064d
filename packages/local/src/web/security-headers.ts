/** The headers that the page is served with, as the cloud serves it; HSTS has no meaning on plain loopback. */
import { webHeaders } from "@parley/topology";

/** Stands in the topology's policy for the origins of the WebSocket API. */
const websocketMark = "{websocket}";

export function createSecurityHeaders(websocketOrigins: readonly string[]): Readonly<Record<string, string>> {
  const policy = Object.entries(webHeaders.contentSecurityPolicy).map(([directive, sources]) =>
    [directive, ...sources].join(" ").replace(websocketMark, websocketOrigins.join(" ")).trim(),
  );
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": webHeaders.referrerPolicy,
    "permissions-policy": webHeaders.permissionsPolicy,
    "cross-origin-opener-policy": webHeaders.crossOriginOpenerPolicy,
    "cross-origin-resource-policy": webHeaders.crossOriginResourcePolicy,
  };
}
