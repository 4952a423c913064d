import type { OutboxEntry } from "../outbox/outbox-entry.ts";
import type { ChatStorage } from "./chat-storage.ts";

/** A storage that lasts as long as the process. Several chats may share one, as tabs share a browser's. */
export function memoryStorage(): ChatStorage {
  const entries = new Map<string, OutboxEntry>();
  const values = new Map<string, unknown>();
  return {
    entries: async () => [...entries.values()],
    putEntry: async (entry) => {
      entries.set(entry.id, entry);
    },
    removeEntry: async (id) => {
      entries.delete(id);
    },
    read: async (key) => values.get(key),
    write: async (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
  };
}
