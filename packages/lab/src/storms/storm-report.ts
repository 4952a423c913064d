import type { Cloud } from "@parley/local/cloud";
import type { Person } from "../testing/create-person.ts";

/** Where a storm happens, and who is caught in it. */
export interface StormScene {
  readonly cloud: Cloud;
  /** So many people whom nobody has met yet. */
  readonly people: (count: number) => Promise<readonly Person[]>;
}

export interface StormReport {
  /** What was measured, as it is printed. */
  readonly figures: Readonly<Record<string, number>>;
  /** What broke a promise, in words. */
  readonly violations: readonly string[];
}
