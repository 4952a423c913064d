import { type IDBPDatabase, openDB } from "idb";
import type { OutboxEntry } from "../outbox/outbox-entry.ts";
import type { ChatStorage } from "./chat-storage.ts";

interface Tables {
  entries: { key: string; value: OutboxEntry };
  values: { key: string; value: unknown };
}

/**
 * A storage in the browser's IndexedDB, shared by all tabs of an origin. The database is opened at the
 * first use, and anew after the browser has closed it.
 */
export function indexedDbStorage(name = "parley"): ChatStorage {
  let opening: Promise<IDBPDatabase<Tables>> | undefined;
  const open = () => {
    opening ??= openDB<Tables>(name, 1, {
      upgrade: (db) => {
        db.createObjectStore("entries", { keyPath: "id" });
        db.createObjectStore("values");
      },
      // A newer version of the page wants to upgrade: make way.
      blocking: (_version, _blocked, event) => {
        (event.target as unknown as { close(): void }).close();
        opening = undefined;
      },
      terminated: () => {
        opening = undefined;
      },
    }).catch((failure) => {
      opening = undefined;
      throw failure;
    });
    return opening;
  };
  return {
    entries: async () => (await open()).getAll("entries"),
    putEntry: async (entry) => {
      await (await open()).put("entries", entry);
    },
    removeEntry: async (id) => {
      await (await open()).delete("entries", id);
    },
    read: async (key) => (await open()).get("values", key),
    write: async (key, value) => {
      const db = await open();
      if (value === undefined) await db.delete("values", key);
      else await db.put("values", value, key);
    },
  };
}
