import type { RoomLog } from "../message/room-log.ts";
import type { ConnectionStore } from "./connection-store.ts";

export interface ForgetDeps {
  readonly connections: Pick<ConnectionStore, "remove">;
  readonly log: Pick<RoomLog, "detach">;
}

/** Takes a connection off every room's audience and forgets it. Repeating it is harmless. */
export async function forgetConnection(deps: ForgetDeps, connectionId: string): Promise<void> {
  const rooms = await deps.connections.remove(connectionId);
  if (rooms.length > 0) await deps.log.detach(rooms, connectionId);
}
