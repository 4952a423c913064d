/**
 * One open connection: frames in, frames out, its two timers, and how it ends.
 *
 * Invariant: it is out of the registry, so that `@connections` answers 410, from the moment a close
 * begins on either side; `$disconnect` is told once, when the socket is closed.
 */
import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import type { Clock } from "./clock.ts";
import { oversizeError } from "./frame-guard.ts";
import type { AuthorizerContext, ConnectionFacts } from "./gateway-event.ts";
import type { Payload } from "./payload.ts";
import type { GatewayQuotas } from "./quotas.ts";

/** Why a connection ended, as `$disconnect` is told. */
export interface Ending {
  readonly statusCode: number;
  readonly reason: string;
}

export interface ConnectionDeps {
  readonly clock: Clock;
  readonly quotas: Pick<GatewayQuotas, "idleTimeoutMs" | "lifetimeMs" | "sendBufferBytesMax">;
  readonly onFrame: (connection: Connection, body: string) => void;
  /** A frame was handed to the client's socket. */
  readonly onSent?: ((connection: Connection, body: Buffer) => void) | undefined;
  /** A close has begun: nothing can be posted any more. */
  readonly onClosing: (connection: Connection) => void;
  readonly onClosed: (connection: Connection, ending: Ending) => void;
}

export interface ConnectionInput {
  readonly socket: WebSocket;
  /** What the socket writes to; it masks, compresses and holds back nothing, so that frames can go there as bytes. */
  readonly stream: Duplex;
  readonly facts: ConnectionFacts;
  readonly authorizer: AuthorizerContext | undefined;
}

export interface Connection {
  readonly facts: ConnectionFacts;
  readonly authorizer: AuthorizerContext | undefined;
  lastActiveAtMs(): number;
  /** Sends a text frame; `full` when too much waits for this client, `gone` when it is closing. */
  post(payload: Payload): "sent" | "full" | "gone";
  close(ending: Ending): void;
  /** Breaks the socket without a close frame. */
  drop(): void;
}

/** Source: captures in the field; AWS documents the limit and not the reason. */
export const idleEnding: Ending = { statusCode: 1001, reason: "Going away" };
/** Inferred: after two hours the connection ends as an idle one does. */
const lifetimeEnding: Ending = { statusCode: 1001, reason: "Going away" };
/** Source: chalice#2060, boto3#3789. */
export const deletedEnding: Ending = { statusCode: 1000, reason: "Connection Closed Normally" };
/** Source: "…$disconnect route", API Gateway developer guide. */
const noStatusReason = "Client-side close frame status not set";
/** RFC 6455, 7.4.1: the server takes no data of this type. AWS supports no binary frames from clients. */
const binaryEnding: Ending = { statusCode: 1003, reason: "" };

/** Takes over an accepted socket. */
export function openConnection(deps: ConnectionDeps, input: ConnectionInput): Connection {
  const { socket, stream } = input;
  let lastActiveAtMs = deps.clock.nowMs();
  /** What was decided on this side; it counts more than what the client answers. */
  let ending: Ending | undefined;
  let closing = false;
  const beginClosing = () => {
    if (closing) return;
    closing = true;
    stopTimers();
    deps.onClosing(connection);
  };
  const connection: Connection = {
    facts: input.facts,
    authorizer: input.authorizer,
    lastActiveAtMs: () => lastActiveAtMs,
    post: (payload) => {
      if (closing || socket.readyState !== WebSocket.OPEN) return "gone";
      if (socket.bufferedAmount > deps.quotas.sendBufferBytesMax) return "full";
      lastActiveAtMs = deps.clock.nowMs();
      stream.write(payload.frame);
      deps.onSent?.(connection, payload.bytes);
      return "sent";
    },
    close: (chosen) => {
      ending ??= chosen;
      beginClosing();
      socket.close(ending.statusCode, ending.reason);
    },
    drop: () => socket.terminate(),
  };
  const stopTimers = startTimers(deps, connection);
  socket.on("message", (data: Buffer, isBinary) => {
    if (closing) return;
    if (isBinary) {
      connection.close(binaryEnding);
      return;
    }
    lastActiveAtMs = deps.clock.nowMs();
    deps.onFrame(connection, data.toString("utf8"));
  });
  // Raised for what breaks the protocol; ws has sent the close frame already.
  socket.on("error", (error) => {
    ending ??= { statusCode: closeCodeOf(error), reason: "" };
    beginClosing();
  });
  socket.on("close", (statusCode, reason) => {
    beginClosing();
    const client = { statusCode, reason: statusCode === 1005 ? noStatusReason : reason.toString("utf8") };
    deps.onClosed(connection, ending ?? client);
  });
  return connection;
}

/**
 * Idle means that no message went either way. Whether control frames count is not documented; here
 * they do not, which is the stricter reading: a client that relies on pings alone is cut off.
 */
function startTimers(deps: ConnectionDeps, connection: Connection): () => void {
  const { clock, quotas } = deps;
  // Looks again when it would be due had nothing happened since: no timer is touched per frame.
  const checkIdle = () => {
    const leftMs = connection.lastActiveAtMs() + quotas.idleTimeoutMs - clock.nowMs();
    if (leftMs <= 0) connection.close(idleEnding);
    else cancelIdle = clock.after(leftMs, checkIdle);
  };
  let cancelIdle = clock.after(quotas.idleTimeoutMs, checkIdle);
  const cancelLifetime = clock.after(quotas.lifetimeMs, () => connection.close(lifetimeEnding));
  return () => {
    cancelIdle();
    cancelLifetime();
  };
}

/** RFC 6455, 7.4.1: too big, not UTF-8, or any other breach of the protocol. */
function closeCodeOf(error: Error): number {
  const code = "code" in error ? error.code : undefined;
  if (code === oversizeError || code === "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH") return 1009;
  if (code === "WS_ERR_INVALID_UTF8") return 1007;
  return String(code).startsWith("WS_ERR_") ? 1002 : 1006;
}
