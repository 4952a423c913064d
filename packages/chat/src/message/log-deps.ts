import type { Clock, NewId } from "../clock.ts";
import type { ConnectionStore } from "../connection/connection-store.ts";
import type { DeliverEventsDeps } from "../delivery/deliver-events.ts";
import type { HookQueue } from "../hook/outgoing-hook-store.ts";
import type { DrainQueue } from "./drain-queue.ts";
import type { EventStore } from "./event-store.ts";
import type { LogWatch } from "./log-watch.ts";
import type { RoomLog } from "./room-log.ts";

/** What it takes to write to a room's log and to see the event through to its audience. */
export interface LogDeps extends DeliverEventsDeps {
  readonly log: RoomLog;
  readonly events: EventStore;
  readonly connections: ConnectionStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Where a drainer that gives up asks for another; without one the next append, ping or sweep takes over. */
  readonly drainQueue?: DrainQueue | undefined;
  /** Where a room's outgoing webhooks are asked for; without one the sweep asks alone. */
  readonly hookQueue?: HookQueue | undefined;
  /** Who is told of what happens rarely. */
  readonly watch?: LogWatch | undefined;
}
