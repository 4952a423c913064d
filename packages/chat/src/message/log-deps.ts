import type { Clock, NewId } from "../clock.ts";
import type { ConnectionStore } from "../connection/connection-store.ts";
import type { DeliverDeps } from "../delivery/deliver-frames.ts";
import type { EventStore } from "./event-store.ts";
import type { RoomLog } from "./room-log.ts";

/** What it takes to write to a room's log and to see the event through to its audience. */
export interface LogDeps extends DeliverDeps {
  readonly log: RoomLog;
  readonly events: EventStore;
  readonly connections: ConnectionStore;
  readonly clock: Clock;
  readonly newId: NewId;
}
