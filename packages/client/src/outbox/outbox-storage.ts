import type { UserId } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { ChatStorage } from "../storage/chat-storage.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import type { Ownership } from "./ownership.ts";

export interface OutboxStorageDeps {
  readonly storage: ChatStorage;
  readonly ownership: Ownership;
  readonly owner: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Entries that are this chat's to send from now on. */
  onAdopted(entries: readonly OutboxEntry[]): void;
}

export interface OutboxStorage {
  /** Fulfilled when the entry is durable, or when the storage has proved unable: sending matters more. */
  keep(entry: OutboxEntry): Promise<void>;
  drop(id: string): void;
  /** Looks for entries of a person that nobody sends (any more) and adopts them. Never rejects. */
  adoptLeft(user: UserId): Promise<void>;
  /** Deletes all entries of a person. Never rejects. */
  forget(user: UserId): Promise<void>;
}

/** A storage slower than this is gone on without. */
const patienceMs = 3_000;

export function createOutboxStorage(deps: OutboxStorageDeps): OutboxStorage {
  const { storage, ownership, owner, clock, log } = deps;

  const entriesOf = async (user: UserId, of?: string) =>
    (await storage.entries()).filter(
      (entry) => entry.user === user && (of === undefined || entry.owner === of),
    );

  const takeOver = async (user: UserId, from: string) => {
    try {
      const mine: OutboxEntry[] = [];
      for (const entry of await entriesOf(user, from)) {
        const taken = { ...entry, owner };
        await storage.putEntry(taken);
        mine.push(taken);
      }
      deps.onAdopted(mine);
    } catch (error) {
      log("error", "an outbox left behind could not be read", undefined, error);
    }
  };

  return {
    keep: (entry) =>
      new Promise((resolve) => {
        const timer = clock.setTimeout(() => {
          log("warn", "the storage is slow; going on without it");
          resolve();
        }, patienceMs);
        storage
          .putEntry(entry)
          .catch((error: unknown) => log("error", "an entry could not be kept", undefined, error))
          .finally(() => {
            clock.clearTimeout(timer);
            resolve();
          });
      }),
    drop: (id) => {
      storage
        .removeEntry(id)
        .catch((error: unknown) => log("error", "an entry could not be removed", undefined, error));
    },
    adoptLeft: async (user) => {
      try {
        const entries = await entriesOf(user);
        // Its own, when the person comes back after somebody else.
        deps.onAdopted(entries.filter((entry) => entry.owner === owner));
        for (const other of new Set(entries.map((entry) => entry.owner))) {
          if (other !== owner) await ownership.whenGone(other, () => takeOver(user, other));
        }
      } catch (error) {
        log("error", "the outbox could not be read", undefined, error);
      }
    },
    forget: async (user) => {
      try {
        for (const entry of await entriesOf(user)) await storage.removeEntry(entry.id);
      } catch (error) {
        log("error", "the outbox could not be cleared", undefined, error);
      }
    },
  };
}
