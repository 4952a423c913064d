import type { Presence, RoomId, UserId } from "@parley/protocol";
import { toTimestamp } from "../clock.ts";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import type { Recipient, RoomLog } from "../message/room-log.ts";
import { type PresenceStore, presenceLeaseMs } from "./presence-store.ts";

export interface AnnounceDeps extends DeliverDeps {
  readonly log: Pick<RoomLog, "detach" | "listeners">;
  readonly presence: Pick<PresenceStore, "claimOnline" | "takeLapsed">;
}

/**
 * What one change of presence may cost: rooms looked into, and connections told. In a room that more listen
 * to nobody is told of anybody; its list of members says who is online.
 */
const roomsMax = 20;
const listenersMax = 200;
const recipientsMax = 500;
/**
 * To a room that was lost with a crowd of listeners, a crowd comes back that was there before as far as anybody
 * knows: a lease's time later whoever comes is news again.
 */
const crowdMs = presenceLeaseMs;
/** People whose leases ended that one sweep tells of; the rest wait for the next. */
const lapsedMax = 200;

/**
 * Tells those who share a room with somebody that they are online now: once, however many connections and
 * subscriptions follow. Best effort, as every notice is.
 */
export async function announceOnline(
  deps: AnnounceDeps,
  { user, rooms }: { user: UserId; rooms: readonly RoomId[] },
): Promise<void> {
  const told = rooms.slice(0, roomsMax);
  if (told.length === 0) return;
  const claimed = await deps.presence.claimOnline(user, told).catch(() => false);
  const frame = { type: "presence", user, online: true, lastSeenAt: null } as const;
  if (claimed) await tellRooms(deps, told, frame, crowdMs).catch(() => undefined);
}

/**
 * Tells of those whose leases have all ended, by a lost `$disconnect` or a regular one: a little later, so
 * that a reload of the page is no news. Returns how many there were.
 */
export async function sweepPresence(deps: AnnounceDeps): Promise<number> {
  const lapsed = await deps.presence.takeLapsed(lapsedMax);
  for (const { user, rooms, lastSeenAtMs } of lapsed) {
    const lastSeenAt = toTimestamp(lastSeenAtMs);
    const frame = { type: "presence", user, online: false, lastSeenAt } as const;
    await tellRooms(deps, rooms, frame).catch(() => undefined);
  }
  return lapsed.length;
}

async function tellRooms(
  deps: AnnounceDeps,
  rooms: readonly RoomId[],
  frame: Presence,
  restoredBeforeMs = 0,
): Promise<void> {
  const audiences = await Promise.all(rooms.map((room) => deps.log.listeners(room, restoredBeforeMs)));
  const others = new Map<string, Recipient>();
  for (const audience of audiences) {
    if (audience.length > listenersMax) continue;
    for (const recipient of audience) {
      if (recipient.user !== frame.user && others.size < recipientsMax) {
        others.set(recipient.connectionId, recipient);
      }
    }
  }
  await deliverFrames(deps, [...others.values()], [new TextEncoder().encode(JSON.stringify(frame))]);
}
