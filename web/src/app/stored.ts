/**
 * Small choices kept on this device. Storage may be blocked or full (private windows, policies): reading
 * then answers null and writing does nothing, for no choice kept here is worth an error.
 */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps `value`, or forgets the key when it is null. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
