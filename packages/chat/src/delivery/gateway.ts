/**
 * How a post ended. `gone`: the connection is no more. `busy`: not taken now, may be tried again.
 * `failed`: no repeat will mend it.
 */
export type PostOutcome = "delivered" | "gone" | "busy" | "failed";

/** The way back to clients' sockets. Never throws: whoever missed a frame fills the gap. */
export interface Gateway {
  /** Posts one frame. */
  post(connectionId: string, frame: Uint8Array): Promise<PostOutcome>;
  /** Closes a connection and answers whether it is closed; one that is gone already is. */
  close(connectionId: string): Promise<boolean>;
}
