import { setImmediate } from "node:timers/promises";

interface Task {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Virtual time: tasks run in the order of their times, and what they set going by promises is run to its end
 * before the next. Nothing waits for the real clock, and nothing depends on it.
 */
export class Scheduler {
  /** A binary heap by time, then by the order of arrival. */
  readonly #heap: Task[] = [];
  #nowMs: number;
  #order = 0;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many tasks there were so far: with the clock, it tells whether two runs went the same way. */
  get tasks(): number {
    return this.#order;
  }

  after(delayMs: number, run: () => void): void {
    this.#order += 1;
    this.#heap.push({ atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, run });
    this.#rise(this.#heap.length - 1);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Runs all tasks up to `untilMs`, which it then is; ends sooner when `done` says so. */
  async run(untilMs: number, done: () => boolean = () => false): Promise<void> {
    // What was set going before the run comes first.
    await setImmediate();
    for (let task = this.#heap[0]; task !== undefined && task.atMs <= untilMs; task = this.#heap[0]) {
      this.#takeFirst();
      this.#nowMs = task.atMs;
      task.run();
      await setImmediate();
      if (done()) return;
    }
    this.#nowMs = untilMs;
  }

  #takeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    for (let at = from; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let first = at;
      if (left < this.#heap.length && this.#isBefore(left, first)) first = left;
      if (right < this.#heap.length && this.#isBefore(right, first)) first = right;
      if (first === at) return;
      this.#swap(at, first);
      at = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return false;
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
