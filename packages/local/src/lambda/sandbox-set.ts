import type { Sandbox } from "./sandbox.ts";

export interface SandboxSetInput {
  readonly start: () => Sandbox;
  readonly sandboxesMax: number;
  /** So many at work leave no core idle. */
  readonly atWorkMax: number;
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

/**
 * Once as many are at work as keep the cores busy, an event is better served by the next that comes free than by one
 * more: each has its code to compile and to keep in the processor's caches, which doubled what a message takes. One
 * that is at work for longer than this waits for something else, and where none comes free for as long, another is
 * let in.
 */
const stalledMs = 50;

interface InLine {
  readonly sinceMs: number;
  readonly isWanted: () => boolean;
  readonly resolve: (sandbox: Sandbox | undefined) => void;
}

function createLine() {
  const waiting: InLine[] = [];
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
  return { waiting, takeNext };
}

export function createSandboxSet(input: SandboxSetInput): SandboxSet {
  const { start, sandboxesMax, atWorkMax, waitingMax } = input;
  const idle: Sandbox[] = [];
  /** With when their event began. */
  const busy = new Map<Sandbox, number>();
  const retired = new WeakSet<Sandbox>();
  const { waiting, takeNext } = createLine();
  let stopped = false;
  let watching: NodeJS.Timeout | undefined;
  let releasedMs = 0;
  const employ = (sandbox: Sandbox) => {
    busy.set(sandbox, performance.now());
    return sandbox;
  };
  /** One that is free, or new while there may be more. */
  const takeFree = (): Sandbox | undefined => {
    // The one used last is the warmest; Lambda prefers it as well.
    for (let sandbox = idle.pop(); sandbox !== undefined; sandbox = idle.pop()) {
      if (sandbox.isAlive()) return sandbox;
    }
    return busy.size < sandboxesMax ? start() : undefined;
  };
  /** Whether those that have just begun are enough for the cores that there are. */
  const isCrowded = () => {
    const nowMs = performance.now();
    let atWork = 0;
    for (const sinceMs of busy.values()) if (nowMs - sinceMs < stalledMs) atWork += 1;
    return atWork >= atWorkMax;
  };
  /** To the next in line, or to those that wait for an event. */
  const giveNext = (sandbox: Sandbox) => {
    const next = takeNext();
    if (next === undefined) idle.push(sandbox);
    else next.resolve(employ(sandbox));
  };
  /** Lets one more in where nothing has come free for so long. */
  const watch = () => {
    watching ??= setTimeout(() => {
      watching = undefined;
      const isStalled = performance.now() - releasedMs >= stalledMs;
      const sandbox = isStalled && waiting.length > 0 ? takeFree() : undefined;
      if (sandbox !== undefined) giveNext(sandbox);
      if (waiting.length > 0) watch();
    }, stalledMs);
  };
  const endAll = async () => {
    await Promise.all([...idle.splice(0), ...busy.keys()].map((sandbox) => sandbox.end()));
  };
  return {
    acquire: (isWanted = () => true) => {
      const sandbox = waiting.length > 0 || isCrowded() ? undefined : takeFree();
      if (sandbox !== undefined) return employ(sandbox);
      if (waiting.length >= waitingMax) return undefined;
      watch();
      return new Promise((resolve) => waiting.push({ sinceMs: performance.now(), isWanted, resolve }));
    },
    release: (sandbox) => {
      busy.delete(sandbox);
      releasedMs = performance.now();
      const usable = sandbox.isAlive() && !retired.has(sandbox) && !stopped;
      if (usable) {
        giveNext(sandbox);
        return;
      }
      void sandbox.end();
      takeNext()?.resolve(employ(takeFree() ?? start()));
    },
    add: (sandbox) => void idle.push(sandbox),
    any: () => [...idle, ...busy.keys()][0],
    retire: () => {
      for (const sandbox of busy.keys()) retired.add(sandbox);
      for (const sandbox of idle.splice(0)) void sandbox.end();
    },
    endAll,
    isStopped: () => stopped,
    stop: async () => {
      stopped = true;
      clearTimeout(watching);
      for (const { resolve } of waiting.splice(0)) resolve(undefined);
      await endAll();
    },
    counts: () => ({ running: busy.size, waiting: waiting.length }),
  };
}
