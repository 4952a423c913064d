import type { ClientFrame, RoomId, UserId } from "@parley/protocol";
import type { WorldFaults } from "./fault-plan.ts";
import type { ModelRoom } from "./model-room.ts";
import type { Network } from "./network.ts";
import type { Observer } from "./observer.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Service } from "./service.ts";

/** What a client of the simulation is put into. */
export interface ClientDeps {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly network: Network;
  readonly service: Service;
  readonly observer: Observer;
  readonly faults: () => WorldFaults;
  readonly newConnectionId: () => string;
}

/** A request of somebody's that concerns a room. */
export type Request = Extract<ClientFrame, { room: RoomId }>;

/** What waits to be answered; `refused` says that it never will be kept. */
export interface Waiting {
  /** The id that the service knows it by. */
  id: string;
  readonly frame: Request;
  outcome: "open" | "kept" | "refused";
}

/** Somebody's device, as the simulation drives it and looks at it. */
export interface SimClient {
  readonly user: UserId;
  readonly rooms: ReadonlyMap<RoomId, ModelRoom>;
  readonly outbox: readonly Waiting[];
  /** The connection that it has, or had last. */
  readonly connectionId: string | undefined;
  /** Connected, and with nothing unanswered. */
  readonly isSettled: boolean;
  start(): void;
  /** Asks for nothing any more by itself: what it hears from now on is what is pushed. */
  hush(): void;
  newId(): string;
  request(frame: Request): void;
  /** Loses the socket; the service hears of it, or does not. */
  disconnect(noticed: boolean): void;
}
