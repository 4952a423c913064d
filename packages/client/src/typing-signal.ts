import type { RoomId, TypingNotice } from "@parley/protocol";
import type { limits } from "@parley/protocol/limits";
import type { Clock } from "./clock.ts";

const intervalMs: typeof limits.typingIntervalMs = 3_000;

/** "I am writing", at most once per room in the time in which the service passes on one; lost when offline. */
export function createTypingSignal(deps: {
  readonly clock: Clock;
  readonly newId: () => string;
  send(frame: TypingNotice): boolean;
}): (room: RoomId) => void {
  const sentAt = new Map<RoomId, number>();
  return (room) => {
    const now = deps.clock.now();
    if (now - (sentAt.get(room) ?? Number.NEGATIVE_INFINITY) < intervalMs) return;
    if (deps.send({ action: "typing", id: deps.newId(), room })) sentAt.set(room, now);
  };
}
