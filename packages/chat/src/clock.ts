/** Time as the domain sees it: given from outside, so that a test or a simulation can drive it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Random ids with a type prefix: `newId("msg")` → `msg_…`, at least 120 bits. */
export type NewId = (prefix: "usr" | "rom" | "msg" | "evt" | "lease") => string;

/** ISO-8601 in UTC with milliseconds, as the wire has it. */
export function toTimestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}
