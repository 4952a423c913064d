import { ChatError } from "@parley/chat/chat-error";

/** Error codes of sockets and name look-up. */
const socketCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/**
 * SQLSTATEs that speak of the server, not of the statement (PostgreSQL, appendix A): connection exceptions
 * (08), resources (53), operator intervention such as a shutdown (57P), a server that became read-only in a
 * failover (25006), and what a concurrent transaction caused (40).
 */
const stateAway = /^(08...|53...|57P..|25006|40001|40P01)$/;

/** What pg, its pool and the WebSocket say, without a code, of a connection that came to nothing or broke. */
const brokenMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|WebSocket|Unexpected server response)/;

const causesMax = 5;

/** Whether an error says that Postgres was out of reach, rather than that it refused the statement. */
export function isOutage(thrown: unknown, depth = 0): boolean {
  if (depth > causesMax || typeof thrown !== "object" || thrown === null) return false;
  if (thrown instanceof ChatError) return thrown.code === "unavailable";
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  if (socketCodes.has(code) || stateAway.test(code) || code.startsWith("WS_ERR_")) return true;
  if (thrown instanceof Error && brokenMessages.test(thrown.message)) return true;
  return "cause" in thrown && isOutage(thrown.cause, depth + 1);
}

/** Runs statements and throws an outage as `ChatError("unavailable")`; whether they took effect is unknown. */
export async function mapOutage<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw isOutage(cause) ? toUnavailable(cause) : cause;
  }
}

/**
 * As `mapOutage`, but tries once more: for statements that may be run twice. The first try may have met a
 * connection that died while its Lambda was frozen; the second gets a fresh one.
 */
export async function withRetry<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!isOutage(cause)) throw cause;
    return await mapOutage(run);
  }
}

function toUnavailable(cause: unknown): ChatError {
  return new ChatError("unavailable", { cause });
}
