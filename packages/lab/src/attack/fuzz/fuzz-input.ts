import type { FrameSender } from "../../testing/frame-event.ts";
import type { Vocabulary } from "./generate-value.ts";

/** What the fuzzer's process is given: the world that it acts in, and how much of it. */
export interface FuzzInput {
  readonly kind: "frames" | "calls";
  /** The function's bundle, and the one that is told when a connection has gone. */
  readonly file: string;
  readonly farewellFile: string;
  readonly seed: number;
  readonly count: number;
  readonly atOnce: number;
  readonly words: Vocabulary;
  /** What the gateway says of each person's connection, and what callers authenticate with. */
  readonly connections: readonly FrameSender[];
  readonly tokens: readonly string[];
  /** Stands in every text and must stand in no log line. */
  readonly secret: string;
}

export interface FuzzReport {
  readonly done: number;
  /** How often each answer came: a code, a frame's type, a status. */
  readonly answers: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  /** Of each `unavailable` answer, the log line that says why. */
  readonly outages: readonly string[];
  /** Bytes of heap after a collection, from the first tenth on. */
  readonly heap: readonly number[];
}
