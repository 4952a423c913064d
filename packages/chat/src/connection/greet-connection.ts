import type { ErrorFrame, Hello } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { protocolVersion } from "@parley/protocol/version";
import { ChatError } from "../chat-error.ts";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import type { PresenceStore } from "../presence/presence-store.ts";
import type { RateLimit } from "../throttle/rate-limit.ts";
import { closeWithError } from "./close-with-error.ts";
import type { Identity } from "./identity.ts";

export interface GreetDeps extends DeliverDeps {
  readonly presence: PresenceStore;
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
 * brought it here, since the post is awaited. Said again when Redis has forgotten the connection.
 *
 * @throws {ChatError} `rate_limited` for a connection over its person's cap: it was told and closed.
 */
export async function greetConnection(deps: GreetDeps, input: GreetInput): Promise<void> {
  const { identity, connectionId } = input;
  const { userId: id, name, lastName, username } = identity;
  const { first, live } = await deps.presence.renew(id, connectionId);
  if (!first) return;
  if (live > connectionsPerUserMax) return refuseConnection(deps, input);
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
