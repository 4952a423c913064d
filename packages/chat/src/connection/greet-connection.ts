import type { ErrorFrame, Hello } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { protocolVersion } from "@parley/protocol/version";
import { ChatError } from "../chat-error.ts";
import { deliverFrames } from "../delivery/deliver-frames.ts";
import type { PresenceStore, Renewed } from "../presence/presence-store.ts";
import type { RateLimit } from "../throttle/rate-limit.ts";
import type { CloseDeps } from "./close-connections.ts";
import { closeWithError } from "./close-with-error.ts";
import type { Identity } from "./identity.ts";
import type { SessionDirectory } from "./session-gate.ts";
import { turnAway } from "./turn-away.ts";

export interface GreetDeps extends CloseDeps {
  readonly presence: PresenceStore;
  readonly sessions: SessionDirectory;
  readonly messageLimit: RateLimit;
}

export interface GreetInput {
  readonly identity: Identity;
  readonly connectionId: string;
}

/** Tabs and devices that one person may have open at once. */
export const connectionsPerUserMax = 20;
/** Somebody over the cap comes back when another of their connections may have ended. */
const overCapRetryMs = 60_000;

/**
 * Renews a connection's presence and, the first time, says `hello`: before the answer to the frame that
 * brought it here, since the post is awaited. Said again when Redis has forgotten the connection, or when the
 * one who said it died on the way.
 *
 * Its session is looked up then, after its lease stands: what ended before is seen here, and whoever ends it
 * from now on sees the lease.
 *
 * Answers whether the person's being online was told already.
 *
 * @throws {ChatError} `rate_limited` for a connection over its person's cap, `unauthenticated` for one whose
 *   session has ended: both were told and closed. `unavailable` when that cannot be looked up.
 */
export async function greetConnection(deps: GreetDeps, input: GreetInput): Promise<Pick<Renewed, "told">> {
  const { identity, connectionId } = input;
  const { userId: id, name, lastName, username } = identity;
  const { greeted, live, told } = await deps.presence.renew(id, connectionId);
  if (greeted) return { told };
  if (live > connectionsPerUserMax) return refuseConnection(deps, input);
  if (!(await deps.sessions.holds(identity.sessionId))) return refuseEnded(deps, input);
  const { textCharsMax, roomsPerFrameMax } = limits;
  const hello: Hello = {
    type: "hello",
    protocol: protocolVersion,
    connectionId,
    user: { id, name, lastName, username },
    limits: { messages: [...deps.messageLimit], textCharsMax, roomsPerFrameMax },
  };
  const frame = new TextEncoder().encode(JSON.stringify(hello));
  await deliverFrames(deps, [{ connectionId, user: id }], [frame]);
  await deps.presence.greet(id, connectionId);
  return { told };
}

async function refuseEnded(deps: GreetDeps, { identity, connectionId }: GreetInput): Promise<never> {
  const { userId: user } = identity;
  await deps.presence.end(user, connectionId);
  await turnAway(deps, { connectionIds: [connectionId], user, reason: "signed_out" });
  throw new ChatError("unauthenticated");
}

async function refuseConnection(deps: GreetDeps, { identity, connectionId }: GreetInput): Promise<never> {
  await deps.presence.end(identity.userId, connectionId);
  const message = `You have ${connectionsPerUserMax} connections open. Close one and try again.`;
  const error: Omit<ErrorFrame, "type" | "retryable"> = {
    code: "rate_limited",
    message,
    retryAfterMs: overCapRetryMs,
    requestId: connectionId,
  };
  await closeWithError(deps, { connectionId, user: identity.userId, error });
  throw new ChatError("rate_limited", { message, retryAfterMs: overCapRetryMs });
}
