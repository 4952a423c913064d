/** One execution environment of a function: a thread with its own environment and its own memory limit. */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { describeFailure } from "./function-failure.ts";
import type { Code, FunctionFailure, Invocation, SandboxData, SandboxMessage } from "./sandbox-protocol.ts";

export interface SandboxSpec extends Omit<SandboxData, "port" | "posted"> {
  /** All that the function sees of `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whole lines, in order. */
  readonly onLog: (stream: "stdout" | "stderr", text: string, requestId: string | undefined) => void;
}

export type SandboxOutcome =
  | { readonly ok: true; readonly payload: string | undefined }
  | { readonly ok: false; readonly failure: FunctionFailure };

export interface Sandbox {
  /** Resolves when the handler's module has been loaded; with what kept it from that, when something did. */
  initialised(): Promise<FunctionFailure | undefined>;
  /** One at a time: the caller waits for the outcome before it sends the next. */
  invoke(invocation: Invocation): Promise<SandboxOutcome>;
  /** False once the thread has ended or is being ended. */
  isAlive(): boolean;
  end(): Promise<void>;
}

/** Lambda gives an init 10 s; a laptop that starts everything at once gets more. */
const initTimeoutMs = 30_000;

const loadedTooLate: FunctionFailure = {
  errorType: "Sandbox.InitTimedout",
  errorMessage: "The handler took too long to load.",
  trace: [],
};

const exited: FunctionFailure = {
  errorType: "Runtime.ExitError",
  errorMessage: "Runtime exited without providing a reason",
  trace: [],
};

/**
 * Starts a thread, and its handler as soon as its file is known; without one it has to be ended. Never throws:
 * what fails is the outcome of the first invocation.
 */
export function startSandbox(spec: SandboxSpec, file: Promise<string | undefined>): Sandbox {
  const { environment, onLog, ...facts } = spec;
  const channel = new MessageChannel();
  const posted = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const data: SandboxData = { ...facts, port: channel.port2, posted: posted.buffer };
  const worker = new Worker(new URL("./sandbox-runtime.worker.ts", import.meta.url), {
    workerData: data,
    // What the system's own tools show of a thread.
    name: spec.functionName,
    transferList: [channel.port2],
    env: environment,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
  });
  const ready = Promise.withResolvers<void>();
  let alive = true;
  let running: { requestId: string; settle: (outcome: SandboxOutcome) => void } | undefined;
  let doomed: FunctionFailure | undefined;
  const settle = (outcome: SandboxOutcome) => {
    const { settle: done } = running ?? {};
    running = undefined;
    done?.(outcome);
  };
  const fail = (failure: FunctionFailure) => {
    doomed ??= failure;
    alive = false;
    settle({ ok: false, failure });
    ready.resolve();
    void worker.terminate();
  };
  let isReady = false;
  const tell = createTeller(channel.port1, posted);
  let initTimer: NodeJS.Timeout | undefined;
  const load = async () => {
    const known = await file;
    if (known === undefined || !alive) return;
    tell({ file: known });
    initTimer = setTimeout(() => fail(loadedTooLate), initTimeoutMs);
  };
  void load();
  channel.port1.on("message", (message: SandboxMessage) => {
    if (message.kind === "log") onLog(message.stream, message.text, running?.requestId);
    else if (message.kind === "answered") settle({ ok: true, payload: message.payload });
    else if (message.kind === "failed" && isReady) settle({ ok: false, failure: message.failure });
    else {
      isReady = true;
      clearTimeout(initTimer);
      if (message.kind === "failed") fail(message.failure);
      else ready.resolve();
    }
  });
  worker.on("error", (error) => fail(describeFailure(error)));
  worker.on("exit", () => {
    clearTimeout(initTimer);
    fail(exited);
    channel.port1.close();
  });
  return {
    isAlive: () => alive,
    initialised: async () => {
      await ready.promise;
      return doomed;
    },
    invoke: async (invocation) => {
      await ready.promise;
      if (doomed !== undefined) return { ok: false, failure: doomed };
      const outcome = new Promise<SandboxOutcome>((resolve) => {
        running = { requestId: invocation.requestId, settle: resolve };
      });
      tell(invocation);
      return outcome;
    },
    end: async () => {
      alive = false;
      await worker.terminate();
    },
  };
}

/** Posts, and wakes the thread that sleeps until something is. */
function createTeller(port: MessagePort, posted: Int32Array): (message: Code | Invocation) => void {
  return (message) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
    port.postMessage(message);
    Atomics.add(posted, 0, 1);
    Atomics.notify(posted, 0);
  };
}
