/** Whom the console answers. */
import type { IncomingMessage } from "node:http";

const loopbackNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Whether a request comes from this machine's own console.
 *
 * A page elsewhere can make a browser call this address in two ways. Its own name may have been rebound to
 * 127.0.0.1: then Host is that name. Or it calls us as another origin, also one on another port of this
 * machine: then Origin or Sec-Fetch-Site says so, and a change without an Origin is refused as well.
 */
export function isAdmitted({ method, headers }: Pick<IncomingMessage, "method" | "headers">): boolean {
  const { host = "", origin } = headers;
  if (!loopbackNames.test(host)) return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return method === "GET" || method === "HEAD" || (method === "POST" && origin !== undefined);
}
