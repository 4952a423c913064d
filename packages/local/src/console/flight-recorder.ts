/**
 * What has lately happened, for the console: invocations with what they logged, and, only while somebody
 * looks, frames. Frames hold what people wrote to each other: they stay in memory and go to no file.
 */
import type { GatewayFrame } from "../gateway/gateway.ts";
import type { InvocationView } from "../lambda/lambda.ts";

export interface FrameView {
  readonly atMs: number;
  readonly connectionId: string;
  readonly direction: "in" | "out";
  readonly bytes: number;
  /** The beginning. */
  readonly text: string;
}

export type RecordedInvocation = InvocationView & { readonly lines: readonly string[] };

export interface FlightRecorder {
  takeFrame(frame: GatewayFrame): void;
  takeInvocation(invocation: InvocationView): void;
  takeLine(requestId: string | undefined, line: string): void;
  /** The latest first; asking keeps frames recorded for a few seconds more. */
  read(): { readonly frames: readonly FrameView[]; readonly invocations: readonly RecordedInvocation[] };
}

const framesMax = 200;
const frameTextBytesMax = 400;
const invocationsMax = 200;
const linesMax = 20;
const watchedMs = 10_000;

export function createFlightRecorder(deps: { readonly nowMs: () => number }): FlightRecorder {
  const frames: FrameView[] = [];
  const invocations: RecordedInvocation[] = [];
  const lines = new Map<string, string[]>();
  let watchedUntilMs = 0;
  return {
    takeFrame: ({ connectionId, direction, body }) => {
      const atMs = deps.nowMs();
      if (atMs > watchedUntilMs) return;
      const bytes = Buffer.byteLength(body);
      const text = Buffer.from(body).subarray(0, frameTextBytesMax).toString("utf8");
      frames.push({ atMs, connectionId, direction, bytes, text });
      if (frames.length > framesMax) frames.shift();
    },
    takeLine: (requestId, line) => {
      if (requestId === undefined) return;
      const known = lines.get(requestId) ?? [];
      if (known.length < linesMax) known.push(line);
      lines.set(requestId, known);
      // What was never finished must not stay for ever.
      if (lines.size > invocationsMax) lines.delete(lines.keys().next().value ?? requestId);
    },
    takeInvocation: (invocation) => {
      invocations.push({ ...invocation, lines: lines.get(invocation.requestId) ?? [] });
      lines.delete(invocation.requestId);
      if (invocations.length > invocationsMax) invocations.shift();
    },
    read: () => {
      watchedUntilMs = deps.nowMs() + watchedMs;
      return { frames: frames.toReversed(), invocations: invocations.toReversed() };
    },
  };
}
