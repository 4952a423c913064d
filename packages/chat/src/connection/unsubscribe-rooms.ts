import type { RoomId } from "@parley/protocol";
import type { LogDeps } from "../message/log-deps.ts";

/** Ends a connection's listening to rooms; repeating it is harmless. */
export async function unsubscribeRooms(
  deps: Pick<LogDeps, "log" | "connections">,
  input: { connectionId: string; rooms: readonly RoomId[] },
): Promise<void> {
  if (input.rooms.length === 0) return;
  await deps.log.detach(input.rooms, input.connectionId);
  await deps.connections.removeRooms(input.connectionId, input.rooms);
}
