/**
 * The sandboxes of one function: as many as there are events at once, each with one event at a time, up
 * to a maximum; further events wait in line.
 *
 * In the cloud the line is not there: Lambda refuses what is above the concurrency limit. A laptop has
 * two cores and four sandboxes where the cloud has a thousand, so here a burst waits.
 */
import { randomUUID } from "node:crypto";
import type { InvokeResult } from "../cloud-types.ts";
import type { Sandbox, SandboxOutcome } from "./sandbox.ts";
import type { FunctionFailure } from "./sandbox-protocol.ts";

export interface PoolDeps {
  readonly startSandbox: () => Sandbox;
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
  invoke(event: unknown): Promise<InvokeResult>;
  /**
   * Lambda's INIT phase ahead of the first event: starts a sandbox, unless there is one, and resolves when
   * its handler is loaded, with what kept it from that, when something did.
   */
  initialise(): Promise<FunctionFailure | undefined>;
  /** Lets no sandbox take another event: those at work finish, and new ones are started. */
  retire(): void;
  /** Ends every sandbox at once; what they were doing fails. */
  kill(): void;
  counts(): PoolCounts;
  stop(): Promise<void>;
}

/** Events in line at most; beyond, an event is refused as Lambda does, so that memory has an end. */
const waitingMax = 10_000;

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
  const idle: Sandbox[] = [];
  const busy = new Set<Sandbox>();
  const retired = new WeakSet<Sandbox>();
  /** Started for an event, and not ahead of it. */
  const fresh = new WeakSet<Sandbox>();
  const waiting: ((sandbox: Sandbox | undefined) => void)[] = [];
  const counts = { invocations: 0, failures: 0, coldStarts: 0 };
  let stopped = false;

  const start = () => {
    counts.coldStarts += 1;
    const sandbox = deps.startSandbox();
    fresh.add(sandbox);
    return sandbox;
  };
  const acquire = (): Sandbox | Promise<Sandbox | undefined> | undefined => {
    // The one used last is the warmest; Lambda prefers it as well.
    for (let sandbox = idle.pop(); sandbox !== undefined; sandbox = idle.pop()) {
      if (sandbox.isAlive()) return sandbox;
    }
    if (busy.size < options.sandboxesMax) return start();
    if (waiting.length >= waitingMax) return undefined;
    return new Promise((resolve) => waiting.push(resolve));
  };
  const release = (sandbox: Sandbox) => {
    busy.delete(sandbox);
    const usable = sandbox.isAlive() && !retired.has(sandbox) && !stopped;
    if (!usable) void sandbox.end();
    const next = waiting.shift();
    if (next === undefined) {
      if (usable) idle.push(sandbox);
      return;
    }
    const heir = usable ? sandbox : start();
    busy.add(heir);
    next(heir);
  };
  return {
    counts: () => ({ ...counts, running: busy.size, waiting: waiting.length }),
    initialise: async () => {
      if (stopped) return undefined;
      const [known] = [...idle, ...busy];
      const sandbox = known ?? start();
      if (known === undefined) idle.push(sandbox);
      fresh.delete(sandbox);
      return sandbox.initialised();
    },
    retire: () => {
      for (const sandbox of busy) retired.add(sandbox);
      for (const sandbox of idle.splice(0)) void sandbox.end();
    },
    kill: () => void endAll(idle, busy),
    stop: async () => {
      stopped = true;
      for (const resolve of waiting.splice(0)) resolve(undefined);
      await endAll(idle, busy);
    },
    invoke: async (event) => {
      const requestId = randomUUID();
      const text = JSON.stringify(event);
      if (stopped) return { ...throttled, requestId };
      const [atMs, startedMs] = [Date.now(), performance.now()];
      const acquired = acquire();
      if (acquired !== undefined && !(acquired instanceof Promise)) busy.add(acquired);
      const sandbox = await acquired;
      if (sandbox === undefined) return { ...throttled, requestId };
      const outcome = await invokeWithin(sandbox, options.timeoutMs, { requestId, event: text });
      release(sandbox);
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

async function endAll(idle: Sandbox[], busy: ReadonlySet<Sandbox>): Promise<void> {
  await Promise.all([...idle.splice(0), ...busy].map((sandbox) => sandbox.end()));
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
