import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { ChatStorage } from "./chat-storage.ts";

/** A storage slower than this is gone on without. */
const patienceMs = 3_000;

/**
 * The application's storage such as the chat can live with: what fails or hangs is logged, answered as if
 * nothing were kept, and never rejects. Sending matters more than keeping.
 */
export function safeStorage(deps: {
  readonly storage: ChatStorage;
  readonly clock: Clock;
  readonly log: Log;
}): ChatStorage {
  const { storage, clock, log } = deps;
  const attempt = <T>(run: () => Promise<T>, otherwise?: T): Promise<T> =>
    new Promise((resolve) => {
      const fail = (error?: unknown) => {
        log("error", "the storage failed", undefined, error);
        resolve(otherwise as T);
      };
      const timer = clock.setTimeout(fail, patienceMs);
      const end = () => clock.clearTimeout(timer);
      run().then(resolve, fail).then(end, end);
    });
  return {
    entries: () => attempt(() => storage.entries(), []),
    putEntry: (entry) => attempt(() => storage.putEntry(entry)),
    removeEntry: (id) => attempt(() => storage.removeEntry(id)),
    read: (key) => attempt(() => storage.read(key)),
    write: (key, value) => attempt(() => storage.write(key, value)),
  };
}
