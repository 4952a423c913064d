/** The HTTP side of the handshake: holds the socket while it is decided, then upgrades or refuses it. */
import { randomUUID } from "node:crypto";
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { createConnectionId } from "./connection-id.ts";
import type { AuthorizerContext, ConnectionFacts } from "./gateway-event.ts";
import type { HandshakeOutcome } from "./handshake.ts";

type Accepted = Extract<HandshakeOutcome, { kind: "accepted" }>;

export interface UpgradeDeps {
  readonly decide: (request: IncomingMessage, facts: ConnectionFacts) => Promise<HandshakeOutcome>;
  readonly nowMs: () => number;
  readonly admit: (socket: WebSocket, stream: Duplex, facts: ConnectionFacts, accepted: Accepted) => void;
  /** The client went away after `$connect` had said yes. */
  readonly onLost: (facts: ConnectionFacts, authorizer: AuthorizerContext | undefined) => void;
  readonly onFailure: (line: string) => void;
}

export interface UpgradeOptions {
  readonly stage: string;
  readonly apiId: string;
  readonly messageBytesMax: number;
}

/** A client that does not answer our close frame is cut off after so long. */
const closeTimeoutMs = 5_000;

/** Creates the listener of a server's `upgrade` event. */
export function createUpgradeListener(deps: UpgradeDeps, options: UpgradeOptions) {
  const acceptances = new WeakMap<IncomingMessage, Accepted>();
  const limits = { maxPayload: options.messageBytesMax, closeTimeout: closeTimeoutMs };
  const upgrader = new WebSocketServer({
    ...limits,
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // What the handler chose, provided that the client offered it; nothing otherwise.
    handleProtocols: (offered, request) => {
      const chosen = acceptances.get(request)?.subprotocol;
      return chosen !== undefined && offered.has(chosen) ? chosen : false;
    },
  });
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const facts = describeConnection(request, deps.nowMs(), options);
    // Nobody else listens while the handshake is being decided.
    const ignore = () => socket.destroy();
    socket.on("error", ignore);
    const settle = (outcome: HandshakeOutcome) => {
      socket.off("error", ignore);
      if (outcome.kind === "refused") refuseUpgrade(socket, outcome);
      else if (!socket.readable || !socket.writable) {
        socket.destroy();
        deps.onLost(facts, outcome.authorizer);
      } else {
        acceptances.set(request, outcome);
        upgrader.handleUpgrade(request, socket, head, (client) => deps.admit(client, socket, facts, outcome));
      }
    };
    if (!isHandshake(request)) {
      settle({ kind: "refused", status: 400, message: "Bad Request" });
      return;
    }
    deps.decide(request, facts).then(settle, (error: unknown) => {
      deps.onFailure(`a handshake failed: ${error}`);
      settle({ kind: "refused", status: 500, message: "Internal server error" });
    });
  };
}

/** What `ws` would refuse anyway (RFC 6455, 4.2.1), refused before any function has heard of it. */
function isHandshake(request: IncomingMessage): boolean {
  const { upgrade } = request.headers;
  return (
    request.method === "GET" &&
    upgrade?.toLowerCase() === "websocket" &&
    request.headers["sec-websocket-version"] === "13" &&
    /^[+/0-9A-Za-z]{22}==$/.test(request.headers["sec-websocket-key"] ?? "")
  );
}

function describeConnection(
  request: IncomingMessage,
  nowMs: number,
  options: UpgradeOptions,
): ConnectionFacts {
  return {
    connectionId: createConnectionId(),
    connectedAtMs: nowMs,
    sourceIp: request.socket.remoteAddress ?? "",
    userAgent: request.headers["user-agent"],
    domainName: request.headers.host ?? "localhost",
    stage: options.stage,
    apiId: options.apiId,
  };
}

function refuseUpgrade(socket: Duplex, refusal: { readonly status: number; readonly message: string }): void {
  const body = JSON.stringify({ message: refusal.message });
  socket.once("finish", () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? "Refused"}`,
      "Connection: close",
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      `x-amzn-RequestId: ${randomUUID()}`,
      "",
      body,
    ].join("\r\n"),
  );
}
