import type { Room, RoomId, UpdateRoomBody, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { type DecideDeps, decideMembers } from "./decide-members.ts";
import { readRoomOf } from "./read-room-of.ts";
import { requireMay } from "./room-policy.ts";
import type { RoomState, RoomStore } from "./room-store.ts";

export interface UpdateRoomDeps extends DecideDeps {
  readonly rooms: Pick<RoomStore, "findState" | "find">;
}

export interface UpdateRoomInput {
  readonly room: RoomId;
  readonly actor: UserId;
  readonly body: UpdateRoomBody;
}

/**
 * Renames a room, changes its topic or slow mode (hosts), opens, closes or archives it (owners).
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who may not do that.
 */
export async function updateRoom(
  deps: UpdateRoomDeps,
  { room, actor, body }: UpdateRoomInput,
): Promise<Room> {
  await decideMembers(deps, { room, actor }, (state) => {
    if (state.role === null && state.kind !== "public") throw new ChatError("not_found");
    requireUpdate(state, body);
    const { kind, archived, slowModeMs, name, topic } = state;
    const before = { id: room, name, topic, kind, slowModeMs, archived };
    const { visibility = kind, ...change } = body;
    const facts = { ...before, ...change, kind: visibility };
    const same = Object.entries(before).every(([key, value]) => facts[key as keyof typeof facts] === value);
    return same ? undefined : { kind: "room.updated", facts };
  });
  return readRoomOf(deps, { room, user: actor });
}

function requireUpdate(state: RoomState, { visibility, archived, ...rest }: UpdateRoomBody): void {
  if (archived !== undefined) requireMay(state, "room.archive");
  // What is taken out of the archive may be changed in the same call.
  const after = { ...state, archived: archived ?? state.archived };
  if (visibility !== undefined) requireMay(after, "room.publish");
  if (Object.values(rest).some((value) => value !== undefined)) requireMay(after, "room.update");
}
