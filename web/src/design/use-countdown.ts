import { useEffect, useState } from "react";

export interface Countdown {
  /** Whole seconds that are left, rounded up; 0 when it is over. */
  readonly seconds: number;
  readonly start: (durationMs: number) => void;
}

/** Counts down from `firstMs`, and again from whatever `start` says. */
export function useCountdown(firstMs = 0): Countdown {
  const [endsAtMs, setEndsAtMs] = useState(() => Date.now() + firstMs);
  return { seconds: useSecondsUntil(endsAtMs), start: (durationMs) => setEndsAtMs(Date.now() + durationMs) };
}

/** Whole seconds until a moment (epoch ms), rounded up; re-renders as they pass, and 0 from then on. */
export function useSecondsUntil(endsAtMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);

  useEffect(() => {
    const leftMs = endsAtMs - Date.now();
    setNowMs(Date.now());
    if (leftMs <= 0) return;
    // Ticks just after each whole second before the end, so that no digit is skipped.
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setNowMs(Date.now());
      const left = endsAtMs - Date.now();
      if (left > 0) timer = setTimeout(tick, (left % 1000) + 5);
    };
    timer = setTimeout(tick, (leftMs % 1000) + 5);
    return () => clearTimeout(timer);
  }, [endsAtMs]);

  return Math.max(0, Math.ceil((endsAtMs - nowMs) / 1000));
}
