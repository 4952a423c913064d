import { healRoom } from "./heal-room.ts";
import type { LogDeps } from "./log-deps.ts";
import { drainOrThrow, resumeDrain } from "./resume-drain.ts";
import type { NeglectedRoom } from "./room-log.ts";

/** Rooms taken up in one sweep; what is left waits for the next. */
const roomsMax = 2_000;
/** Rooms compared by one statement. */
const comparedMax = 500;

export interface Swept {
  /** Rooms that a dead drainer had left with something pending. */
  readonly stalled: number;
  /** Rooms whose hot log was found behind the durable one, and brought up to it. */
  readonly stale: number;
  /** Rooms that are left to the next sweep. */
  readonly failed: number;
}

/**
 * Looks after the hot rooms, so that an idle room's last message is not left behind: drains what a dead
 * drainer left pending, and compares rooms with the durable log for a while after Redis, or the room in it,
 * came up. A room that fails is left to the next sweep and does not keep the others waiting.
 */
export async function sweepRooms(deps: LogDeps): Promise<Swept> {
  const neglected = await deps.log.listNeglected(roomsMax);
  let failed = 0;
  const attempt = async (work: () => Promise<void>) => {
    await work().catch(() => {
      failed += 1;
    });
  };
  const stalled = neglected.filter((room) => room.stalled);
  for (const { room } of stalled) await attempt(() => resumeDrain(deps, room));
  const unconfirmed = neglected.filter((room) => room.unconfirmed);
  let stale = 0;
  for (let at = 0; at < unconfirmed.length; at += comparedMax) {
    const compared = unconfirmed.slice(at, at + comparedMax);
    const heads = await deps.events.readHeads(compared.map(({ room }) => room)).catch(() => undefined);
    if (heads === undefined) failed += compared.length;
    else {
      for (const room of compared) {
        await attempt(async () => {
          if (await confirmRoom(deps, room, heads.get(room.room))) stale += 1;
        });
      }
    }
  }
  return { stalled: stalled.length, stale, failed };
}

/** Whether the room had to be brought up to the durable log; only one that had not is confirmed. */
async function confirmRoom(
  deps: LogDeps,
  neglected: NeglectedRoom,
  durableHeadSeq: number | undefined,
): Promise<boolean> {
  const { room, head } = neglected;
  if (durableHeadSeq === undefined) {
    await deps.log.forget(room);
    return false;
  }
  if (durableHeadSeq <= head) {
    await deps.log.confirm(neglected);
    return false;
  }
  const lease = { token: deps.newId("lease") };
  const first = await healRoom(deps, { room, lease });
  if (first !== undefined) await drainOrThrow(deps, { room, lease, first });
  return true;
}
