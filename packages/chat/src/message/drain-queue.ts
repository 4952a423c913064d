import type { RoomId } from "@parley/protocol";

/** Asks for a room to be drained later, by whoever reads the queue (`resumeDrain`). */
export interface DrainQueue {
  /** Asking twice is harmless. Throws `ChatError("unavailable")` when the queue is out of reach. */
  push(room: RoomId, delayMs: number): Promise<void>;
}
