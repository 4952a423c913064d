import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type SecureContextOptions } from "node:tls";

/** Where posts go, and how to connect there. */
export interface GatewayOrigin {
  /** As it stands in the `host` header. */
  readonly host: string;
  /** Path in front of a connection's id, as it is sent. */
  readonly basePath: string;
  readonly connectedEvent: "connect" | "secureConnect";
  /** Begins to connect. */
  connect(): Socket;
}

/**
 * Reads the address under which @connections answers, stage included. Over TLS a session is resumed where
 * the gateway allows it: a burst opens many connections, and a full handshake is the dearest part of each.
 */
export function openOrigin(callbackUrl: string, secure: SecureContextOptions = {}): GatewayOrigin {
  const url = new URL(callbackUrl);
  const path = url.pathname.replace(/\/+$/, "");
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const tls = url.protocol === "https:";
  const port = Number(url.port || (tls ? 443 : 80));
  const facts = { host: url.host, basePath: `${path}/@connections/` } as const;
  if (!tls)
    return { ...facts, connectedEvent: "connect", connect: () => connectTcp({ host: hostname, port }) };
  let session: Buffer | undefined;
  const connect = () => {
    const socket = connectTls({
      ...secure,
      host: hostname,
      port,
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(session !== undefined && { session }),
      ALPNProtocols: ["http/1.1"],
    });
    socket.on("session", (fresh) => {
      session = fresh;
    });
    // A session that the gateway no longer likes must not spoil every further connection.
    socket.once("error", () => {
      session = undefined;
    });
    return socket;
  };
  return { ...facts, connectedEvent: "secureConnect", connect };
}
