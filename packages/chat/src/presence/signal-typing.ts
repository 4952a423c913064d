import type { RoomId, Typing, UserId } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { ChatError } from "../chat-error.ts";
import { toTimestamp } from "../clock.ts";
import { deliverFrames } from "../delivery/deliver-frames.ts";
import { refuseStranger } from "../membership/refuse-stranger.ts";
import { hydrateRoom } from "../message/hydrate-room.ts";
import type { LogDeps } from "../message/log-deps.ts";

/**
 * Tells the others in a room that somebody is writing, at most once per 3 s. In a room that is cold nobody
 * listens, but one who may not know of it must be told so all the same: it is made hot first.
 *
 * @throws {ChatError} `not_found` or `forbidden` for one who may not write there.
 */
export async function signalTyping(deps: LogDeps, input: { room: RoomId; user: UserId }): Promise<void> {
  const { room, user } = input;
  const signal = { room, user, intervalMs: limits.typingIntervalMs };
  let outcome = await deps.log.signal(signal);
  if (outcome.kind === "cold") {
    await refuseStranger(deps, input);
    await hydrateRoom(deps, room);
    outcome = await deps.log.signal(signal);
  }
  if (outcome.kind === "refused" && outcome.code === "not_found") await refuseStranger(deps, input);
  if (outcome.kind === "refused") throw new ChatError(outcome.code);
  if (outcome.kind !== "passed") return;
  const until = toTimestamp(deps.clock.now() + limits.typingLeaseMs);
  const frame: Typing = { type: "typing", room, user, until };
  const others = outcome.audience.recipients.filter((recipient) => recipient.user !== user);
  await deliverFrames(deps, others, [new TextEncoder().encode(JSON.stringify(frame))]);
}
