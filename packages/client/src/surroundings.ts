/** What the SDK wants to know of the place where it runs. */
export interface Surroundings {
  /** False only when the platform is sure that there is no network. */
  isOnline(): boolean;
  /** False for a hidden tab. */
  isVisible(): boolean;
  /** Calls back when the network came or went, or the page came into sight; answers the way to end it. */
  onChange(listener: () => void): () => void;
}

interface Page {
  readonly document?: { readonly visibilityState: string };
  readonly navigator?: { readonly onLine?: boolean };
  addEventListener?(type: string, listener: () => void, options: { signal: AbortSignal }): void;
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
      const on = (type: string, run: () => void) =>
        page.addEventListener?.(type, run, { signal: end.signal });
      on("online", listener);
      on("offline", listener);
      // The document's event rises to the window.
      on("visibilitychange", () => {
        if (isVisible()) listener();
      });
      return () => end.abort();
    },
  };
}
