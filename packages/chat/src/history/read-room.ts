import { refuseStranger } from "../membership/refuse-stranger.ts";
import { hydrateRoom } from "../message/hydrate-room.ts";
import type { LogDeps } from "../message/log-deps.ts";
import { repairStaleLog } from "../message/repair-stale-log.ts";
import { resumeDrain } from "../message/resume-drain.ts";
import type { ReadInput, ReadOutcome } from "../message/room-log.ts";

type Answered = Exclude<ReadOutcome, { kind: "cold" }>;

const attemptsMax = 4;

/**
 * Reads a room's log, whatever state it is found in: a cold room is made hot, a stalled one is drained,
 * and one that is behind what the reader has already seen is brought up to the durable log.
 *
 * @throws {ChatError} `not_found` or `forbidden` for one who may not read it; `unavailable` when a store is
 *   out of reach.
 */
export async function readRoom(
  deps: LogDeps,
  { room, user, after }: Pick<ReadInput, "room" | "user" | "after">,
  read: () => Promise<ReadOutcome>,
): Promise<Answered> {
  let outcome = await read();
  let compared = false;
  let drained = false;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (outcome.kind === "refused") {
      if (outcome.code === "not_found") await refuseStranger(deps, { room, user });
      return outcome;
    }
    if (outcome.kind === "cold") {
      await refuseStranger(deps, { room, user });
      await hydrateRoom(deps, room);
    } else if (outcome.stalled && !drained) {
      drained = true;
      // What is durable can be read all the same while Postgres is away.
      await resumeDrain(deps, room).catch(() => undefined);
    } else if (after !== null && after > outcome.head && !compared) {
      compared = true;
      await repairStaleLog(deps, room, outcome.head);
    } else return outcome;
    outcome = await read();
  }
  return outcome.kind === "cold" ? { kind: "refused", code: "not_found" } : outcome;
}
