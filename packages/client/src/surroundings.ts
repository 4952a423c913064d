/** What the SDK wants to know of the place where it runs. */
export interface Surroundings {
  /** False only when the platform is sure that there is no network. */
  isOnline(): boolean;
  /** False for a hidden tab. */
  isVisible(): boolean;
  /** Calls back when the network came or went, or the page came into sight; answers the way to end it. */
  onChange(listener: () => void): () => void;
}

interface Target {
  addEventListener?(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

interface Page extends Target {
  readonly document?: Target & { readonly visibilityState: string };
  readonly navigator?: { readonly onLine?: boolean };
}

/** The browser's surroundings; elsewhere always online and visible. */
export function platformSurroundings(): Surroundings {
  const page: Page = globalThis as unknown as Page;
  const isVisible = () => page.document?.visibilityState !== "hidden";
  return {
    isOnline: () => page.navigator?.onLine !== false,
    isVisible,
    onChange: (listener) => {
      const end = new AbortController();
      const on = (target: Target | undefined, type: string, run: () => void) =>
        target?.addEventListener?.(type, run, { signal: end.signal });
      on(page, "online", listener);
      on(page, "offline", listener);
      on(page.document, "visibilitychange", () => {
        if (isVisible()) listener();
      });
      return () => end.abort();
    },
  };
}
