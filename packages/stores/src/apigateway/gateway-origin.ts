import { connect as connectTcp, isIP, type Socket, type TcpNetConnectOpts } from "node:net";
import { type ConnectionOptions, connect as connectTls, type SecureContextOptions } from "node:tls";

/** Where posts go, and how to connect there. */
export interface GatewayOrigin {
  /** As it stands in the `host` header. */
  readonly host: string;
  /** Path in front of a connection's id, as it is sent. */
  readonly basePath: string;
  readonly connectedEvent: "connect" | "secureConnect";
  /** Begins to connect. `onBytes` is given what is read, in memory that the next read writes over. */
  connect(onBytes: (bytes: Buffer) => void): Socket;
}

/** An answer to a post has some 300 bytes; a longer one is read in parts. */
const readBytes = 16 * 1024;

/**
 * Reads the address under which @connections answers, stage included. Over TLS a session is resumed where
 * the gateway allows it: a burst opens many connections, and a full handshake is the dearest part of each.
 *
 * All connections read into one buffer: what is read is looked at before the next read, and a stream would
 * have 64 kB of its own made, cleared and collected for each answer.
 */
export function openOrigin(callbackUrl: string, secure: SecureContextOptions = {}): GatewayOrigin {
  const url = new URL(callbackUrl);
  const path = url.pathname.replace(/\/+$/, "");
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const tls = url.protocol === "https:";
  const port = Number(url.port || (tls ? 443 : 80));
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  const readInto = (onBytes: (bytes: Buffer) => void): Pick<TcpNetConnectOpts, "onread"> => ({
    onread: {
      buffer,
      callback: (length) => {
        onBytes(buffer.subarray(0, length));
        return true;
      },
    },
  });
  const facts = { host: url.host, basePath: `${path}/@connections/` } as const;
  if (!tls)
    return {
      ...facts,
      connectedEvent: "connect",
      connect: (onBytes) => connectTcp({ host: hostname, port, ...readInto(onBytes) }),
    };
  let session: Buffer | undefined;
  const connect = (onBytes: (bytes: Buffer) => void) => {
    // Node's types have `onread` for a plain connection alone; TLS sockets take it as well.
    const options: ConnectionOptions & Pick<TcpNetConnectOpts, "onread"> = {
      ...secure,
      host: hostname,
      port,
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(session !== undefined && { session }),
      ALPNProtocols: ["http/1.1"],
      ...readInto(onBytes),
    };
    const socket = connectTls(options);
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
