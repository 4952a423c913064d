import type { LogDeps } from "./log-deps.ts";
import { resumeDrain } from "./resume-drain.ts";

/** Rooms taken up in one sweep; what is left waits for the next. */
const roomsMax = 500;

/**
 * Drains the rooms that a dead drainer left with something pending, so that an idle room's last message
 * is not left behind. A room that fails is left to the next sweep and does not keep the others waiting.
 */
export async function sweepRooms(deps: LogDeps): Promise<{ stalled: number; failed: number }> {
  const rooms = await deps.log.listStalled(roomsMax);
  let failed = 0;
  for (const room of rooms) {
    await resumeDrain(deps, room).catch(() => {
      failed += 1;
    });
  }
  return { stalled: rooms.length, failed };
}
