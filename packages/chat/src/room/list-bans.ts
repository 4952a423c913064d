import type { RoomId, UserId } from "@parley/protocol";
import { readRoomOf } from "./read-room-of.ts";
import { requireMay } from "./room-policy.ts";
import type { RoomStore, StoredBan } from "./room-store.ts";

const bansListedMax = 1_000;

/**
 * Who may not come back into a room, latest first; for its hosts.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who is no host.
 */
export async function listBans(
  deps: { readonly rooms: Pick<RoomStore, "find" | "listBans"> },
  { room, actor }: { room: RoomId; actor: UserId },
): Promise<StoredBan[]> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "member.ban");
  return deps.rooms.listBans({ room, limit: bansListedMax });
}
