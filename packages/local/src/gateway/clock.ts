/** What the gateway's timers and rates go by, so that a test can let two hours pass. */
export interface Clock {
  nowMs(): number;
  /** Runs `run` once, `delayMs` from now; answers what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** Real time; its timers do not keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
