import type { Sandbox } from "./sandbox.ts";

export interface SandboxSetInput {
  readonly start: () => Sandbox;
  readonly sandboxesMax: number;
  /** In line for a sandbox at most. */
  readonly waitingMax: number;
}

/** The sandboxes of one function: those at work, those that wait for an event, and the events in line for one. */
export interface SandboxSet {
  /**
   * One for an event, that is then at work; undefined when the line is full, nobody wants the event any more
   * (`isWanted`), or the set was stopped.
   */
  acquire(isWanted?: () => boolean): Sandbox | Promise<Sandbox | undefined> | undefined;
  /** Its event is over. */
  release(sandbox: Sandbox): void;
  /** One more that waits for an event. */
  add(sandbox: Sandbox): void;
  any(): Sandbox | undefined;
  /** Those at work take no other event, and those that wait for one are ended. */
  retire(): void;
  endAll(): Promise<void>;
  isStopped(): boolean;
  stop(): Promise<void>;
  counts(): { readonly running: number; readonly waiting: number };
}

/**
 * Once the first in line has waited so long, the last comes first: callers in front are about to give up, and who
 * serves them in turn serves nobody in time. Lambda has no line and promises no order.
 */
const lateMs = 2_000;

interface InLine {
  readonly sinceMs: number;
  readonly isWanted: () => boolean;
  readonly resolve: (sandbox: Sandbox | undefined) => void;
}

export function createSandboxSet({ start, sandboxesMax, waitingMax }: SandboxSetInput): SandboxSet {
  const idle: Sandbox[] = [];
  const busy = new Set<Sandbox>();
  const retired = new WeakSet<Sandbox>();
  const waiting: InLine[] = [];
  let stopped = false;
  const employ = (sandbox: Sandbox) => {
    busy.add(sandbox);
    return sandbox;
  };
  /** Who left is found out when it is their turn, or when it is for them that the line is late. */
  const takeNext = (): InLine | undefined => {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const isLate = performance.now() - first.sinceMs >= lateMs;
      const next = (isLate && first.isWanted() ? waiting.pop() : waiting.shift()) ?? first;
      if (next.isWanted()) return next;
      next.resolve(undefined);
    }
    return undefined;
  };
  const endAll = async () => {
    await Promise.all([...idle.splice(0), ...busy].map((sandbox) => sandbox.end()));
  };
  return {
    acquire: (isWanted = () => true) => {
      // The one used last is the warmest; Lambda prefers it as well.
      for (let sandbox = idle.pop(); sandbox !== undefined; sandbox = idle.pop()) {
        if (sandbox.isAlive()) return employ(sandbox);
      }
      if (busy.size < sandboxesMax) return employ(start());
      if (waiting.length >= waitingMax) return undefined;
      return new Promise((resolve) => waiting.push({ sinceMs: performance.now(), isWanted, resolve }));
    },
    release: (sandbox) => {
      busy.delete(sandbox);
      const usable = sandbox.isAlive() && !retired.has(sandbox) && !stopped;
      if (!usable) void sandbox.end();
      const next = takeNext();
      if (next !== undefined) next.resolve(employ(usable ? sandbox : start()));
      else if (usable) idle.push(sandbox);
    },
    add: (sandbox) => void idle.push(sandbox),
    any: () => [...idle, ...busy][0],
    retire: () => {
      for (const sandbox of busy) retired.add(sandbox);
      for (const sandbox of idle.splice(0)) void sandbox.end();
    },
    endAll,
    isStopped: () => stopped,
    stop: async () => {
      stopped = true;
      for (const { resolve } of waiting.splice(0)) resolve(undefined);
      await endAll();
    },
    counts: () => ({ running: busy.size, waiting: waiting.length }),
  };
}
