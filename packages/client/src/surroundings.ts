/** What the SDK wants to know of the place where it runs. Each `on…Change` returns the way to end it. */
export interface Surroundings {
  /** False only when the platform is sure that there is no network. */
  isOnline(): boolean;
  onOnlineChange(listener: () => void): () => void;
  /** False for a hidden tab. */
  isVisible(): boolean;
  onVisibleChange(listener: () => void): () => void;
}

interface Target {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

interface Page {
  readonly document?: Target & { readonly visibilityState: string };
  readonly navigator?: { readonly onLine?: boolean };
  readonly addEventListener?: unknown;
}

/** The browser's surroundings; elsewhere always online and visible. */
export function platformSurroundings(): Surroundings {
  const page: Page = globalThis as unknown as Page;
  const { document } = page;
  return {
    isOnline: () => page.navigator?.onLine !== false,
    onOnlineChange: (listener) =>
      page.addEventListener === undefined ? nothing : listen(page as Target, ["online", "offline"], listener),
    isVisible: () => document?.visibilityState !== "hidden",
    onVisibleChange: (listener) =>
      document === undefined ? nothing : listen(document, ["visibilitychange"], listener),
  };
}

function listen(target: Target, types: readonly string[], listener: () => void): () => void {
  for (const type of types) target.addEventListener(type, listener);
  return () => {
    for (const type of types) target.removeEventListener(type, listener);
  };
}

const nothing = () => undefined;
