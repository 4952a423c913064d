import type { Hello } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { protocolVersion } from "@parley/protocol/version";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import type { PresenceStore } from "../presence/presence-store.ts";
import type { RateLimit } from "../throttle/rate-limit.ts";
import type { Identity } from "./identity.ts";

export interface GreetDeps extends DeliverDeps {
  readonly presence: PresenceStore;
  readonly messageLimit: RateLimit;
}

/**
 * Renews a connection's presence and, the first time, says `hello`: before the answer to the frame that
 * brought it here, since the post is awaited. Said again when Redis has forgotten the connection.
 */
export async function greetConnection(
  deps: GreetDeps,
  { identity, connectionId }: { identity: Identity; connectionId: string },
): Promise<void> {
  const { first } = await deps.presence.renew(identity.userId, connectionId);
  if (!first) return;
  const { userId: id, name, lastName, username } = identity;
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
