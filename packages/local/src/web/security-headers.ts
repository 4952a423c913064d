/**
 * The headers that the page is served with: no script, style or connection but our own and the
 * WebSocket's. Source: OWASP Secure Headers Project; HSTS has no meaning on plain loopback.
 */
export function createSecurityHeaders(websocketOrigins: readonly string[]): Readonly<Record<string, string>> {
  const policy = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": ["'self'", ...websocketOrigins].join(" "),
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return {
    "content-security-policy": Object.entries(policy)
      .map(([directive, value]) => `${directive} ${value}`)
      .join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
  };
}
