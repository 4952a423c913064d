/**
 * The sandboxes of one function: as many as there are events at once, each with one event at a time, up
 * to a maximum; further events wait in line, and so do those that the cores have no time for.
 *
 * In the cloud the line is not there: Lambda refuses what is above the concurrency limit. A laptop has
 * two cores and four sandboxes where the cloud has a thousand, so here a burst waits.
 */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { InvokeResult } from "../cloud-types.ts";
import type { Sandbox, SandboxOutcome } from "./sandbox.ts";
import type { FunctionFailure } from "./sandbox-protocol.ts";
import { createSandboxSet } from "./sandbox-set.ts";

export interface PoolDeps {
  /** Of the present code, or of the code in a file that is still being built. */
  readonly startSandbox: (file?: Promise<string | undefined>) => Sandbox;
  readonly onInvocation?: ((invocation: PoolInvocation) => void) | undefined;
}

/** One event and how it went. */
export interface PoolInvocation {
  readonly requestId: string;
  readonly atMs: number;
  /** Waiting for a sandbox and its start included. */
  readonly tookMs: number;
  readonly coldStart: boolean;
  /** What it failed with. */
  readonly error?: string;
}

export interface PoolOptions {
  readonly timeoutMs: number;
  readonly sandboxesMax: number;
}

export interface PoolCounts {
  readonly invocations: number;
  readonly failures: number;
  readonly coldStarts: number;
  readonly running: number;
  readonly waiting: number;
}

export interface FunctionPool {
  /** An event in line that nobody wants any more (`isWanted`) is dropped: in the cloud it would not have waited. */
  invoke(event: unknown, isWanted?: () => boolean): Promise<InvokeResult>;
  /**
   * Lambda's INIT phase ahead of the first event: starts a sandbox, unless there is one, and resolves when
   * its handler is loaded, with what kept it from that, when something did.
   */
  initialise(): Promise<FunctionFailure | undefined>;
  /**
   * Starts a sandbox while its code is being built; when there is a file, it takes the place of all others.
   * Resolves when its handler is loaded, with what kept it from that.
   */
  replace(file: Promise<string | undefined>): Promise<Replacement>;
  /** Lets no sandbox take another event: those at work finish, and new ones are started. */
  retire(): void;
  /** Ends every sandbox at once; what they were doing fails. */
  kill(): void;
  /** Lets no event that begins from now on take longer than this; undefined: than its function's own time. */
  hurry(timeoutMs: number | undefined): void;
  counts(): PoolCounts;
  /** When an event came last; 0 when none has. */
  lastUsedMs(): number;
  stop(): Promise<void>;
}

export interface Replacement {
  readonly replaced: boolean;
  readonly failure?: FunctionFailure | undefined;
}

/** Events in line at most; beyond, an event is refused as Lambda does, so that memory has an end. */
const waitingMax = 10_000;

/** One for each core, and one more that takes its turn while another waits for a store. */
const atWorkMax = availableParallelism() + 1;

/** Source: "Lambda quotas", AWS Lambda developer guide: 6 MB each way for a synchronous invocation. */
const payloadBytesMax = 6 * 1024 * 1024;

/** How Lambda's Invoke API refuses an event for want of concurrency. */
export const throttledType = "TooManyRequestsException";

const throttled = {
  ok: false,
  errorType: throttledType,
  errorMessage: "Rate Exceeded.",
} as const;

/** Creates the pool; no sandbox is started before the first event. */
export function createFunctionPool(deps: PoolDeps, options: PoolOptions): FunctionPool {
  /** Started for an event, and not ahead of it. */
  const fresh = new WeakSet<Sandbox>();
  const counts = { invocations: 0, failures: 0, coldStarts: 0 };
  let lastUsedMs = 0;
  let { timeoutMs } = options;

  const startAhead = (file?: Promise<string | undefined>) => {
    counts.coldStarts += 1;
    return deps.startSandbox(file);
  };
  const start = () => {
    const sandbox = startAhead();
    fresh.add(sandbox);
    return sandbox;
  };
  const set = createSandboxSet({ start, sandboxesMax: options.sandboxesMax, atWorkMax, waitingMax });
  return {
    lastUsedMs: () => lastUsedMs,
    counts: () => ({ ...counts, ...set.counts() }),
    initialise: async () => {
      if (set.isStopped()) return undefined;
      const known = set.any();
      const sandbox = known ?? startAhead();
      if (known === undefined) set.add(sandbox);
      fresh.delete(sandbox);
      return sandbox.initialised();
    },
    replace: async (file) => {
      const successor = startAhead(file);
      if ((await file) === undefined || set.isStopped()) {
        await successor.end();
        return { replaced: false };
      }
      set.retire();
      set.add(successor);
      return { replaced: true, failure: await successor.initialised() };
    },
    retire: set.retire,
    kill: () => void set.endAll(),
    hurry: (hurriedMs = options.timeoutMs) => {
      timeoutMs = hurriedMs;
    },
    stop: set.stop,
    invoke: async (event, isWanted) => {
      const requestId = randomUUID();
      const text = JSON.stringify(event);
      if (set.isStopped()) return { ...throttled, requestId };
      const [atMs, startedMs] = [Date.now(), performance.now()];
      lastUsedMs = atMs;
      const sandbox = await set.acquire(isWanted);
      if (sandbox === undefined) return { ...throttled, requestId };
      const outcome = await invokeWithin(sandbox, timeoutMs, { requestId, event: text });
      set.release(sandbox);
      counts.invocations += 1;
      const result = readOutcome(outcome, requestId);
      if (!result.ok) counts.failures += 1;
      deps.onInvocation?.({
        requestId,
        atMs,
        tookMs: Math.round(performance.now() - startedMs),
        coldStart: fresh.delete(sandbox),
        ...(result.ok ? {} : { error: `${result.errorType}: ${result.errorMessage}` }),
      });
      return result;
    },
  };
}

/**
 * Runs one event; a sandbox that does not answer in time is ended, whatever it is doing. Loading the handler
 * is Lambda's INIT phase, which has a limit of its own.
 */
async function invokeWithin(
  sandbox: Sandbox,
  timeoutMs: number,
  input: { readonly requestId: string; readonly event: string },
): Promise<SandboxOutcome> {
  await sandbox.initialised();
  const timedOut = Promise.withResolvers<SandboxOutcome>();
  const timer = setTimeout(() => {
    const seconds = (timeoutMs / 1000).toFixed(2);
    const errorMessage = `${new Date().toISOString()} ${input.requestId} Task timed out after ${seconds} seconds`;
    timedOut.resolve({ ok: false, failure: { errorType: "Sandbox.Timedout", errorMessage, trace: [] } });
    void sandbox.end();
  }, timeoutMs);
  try {
    const invocation = { ...input, deadlineMs: Date.now() + timeoutMs };
    return await Promise.race([sandbox.invoke(invocation), timedOut.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function readOutcome(outcome: SandboxOutcome, requestId: string): InvokeResult {
  if (!outcome.ok) return { ok: false, requestId, ...outcome.failure };
  if (outcome.payload === undefined) return { ok: true, payload: null, requestId };
  if (outcome.payload.length > payloadBytesMax) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${payloadBytesMax} bytes).`;
    return { ok: false, errorType: "Function.ResponseSizeTooLarge", errorMessage, requestId };
  }
  return { ok: true, payload: JSON.parse(outcome.payload), requestId };
}
