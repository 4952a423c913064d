import type { OutboxEntry } from "../outbox/outbox-entry.ts";

/**
 * Where the SDK keeps what must survive a reload: the outbox and a few small values (who was signed in,
 * how far each room was seen). An application may keep values of its own under keys that begin with
 * `app:`, such as drafts.
 *
 * A write is durable when its promise is fulfilled. A failing storage never stops the chat: the SDK logs
 * it and goes on from memory.
 */
export interface ChatStorage {
  /** Every kept entry, in no particular order. */
  entries(): Promise<OutboxEntry[]>;
  /** Adds the entry, or replaces the one with its id. */
  putEntry(entry: OutboxEntry): Promise<void>;
  /** Removes the entry; one that is not there is no error. */
  removeEntry(id: string): Promise<void>;
  /** The value last written under the key, or undefined. */
  read(key: string): Promise<unknown>;
  /** Keeps a JSON value under the key; undefined removes it. */
  write(key: string, value: unknown): Promise<void>;
}
