/** How many messages may be sent in a time; all windows hold at once. */
export interface ThrottleWindow {
  readonly count: number;
  readonly windowMs: number;
}

/** What the throttle says of the next message, for a countdown in the composer. */
export interface ThrottleSnapshot {
  /**
   * Epoch milliseconds at which the next message goes out, or undefined when it would at once. A moment
   * in the past means the same as undefined.
   */
  readonly availableAt: number | undefined;
  /** Messages that wait in front of the next one. */
  readonly queued: number;
  /** As told by the service; empty when it sets no limit or has not told yet. */
  readonly windows: readonly ThrottleWindow[];
}
