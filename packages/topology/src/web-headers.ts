/**
 * The headers that every page is served with.
 *
 * `{websocket}` in the policy stands for the origin of the WebSocket API, the one address beside its own
 * that the page may speak to. A header that the API set itself (its own documentation's policy) is kept.
 */
export const webHeaders = {
  contentSecurityPolicy: {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "connect-src": ["'self'", "{websocket}"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  },
  /** Outside localhost only. Two years, as the preload list asks for. */
  strictTransportSecurity: { maxAgeSeconds: 63_072_000, includeSubdomains: true, preload: true },
  referrerPolicy: "same-origin",
  permissionsPolicy: "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  crossOriginOpenerPolicy: "same-origin",
  crossOriginResourcePolicy: "same-origin",
} as const;

/** Files whose name holds a hash of their content never change; all else is asked for again each time. */
export const webCaching = {
  hashed: { files: "assets/**", cacheControl: "public, max-age=31536000, immutable" },
  other: { files: "**", cacheControl: "no-cache" },
} as const;
