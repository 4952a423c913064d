import type { UserId } from "@parley/protocol";
import type { ChatStorage } from "../storage/chat-storage.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import type { Ownership } from "./ownership.ts";

export interface OutboxStorageDeps {
  readonly storage: ChatStorage;
  readonly ownership: Ownership;
  readonly owner: string;
  /** Entries that are this chat's to send from now on. */
  onAdopted(entries: readonly OutboxEntry[]): void;
}

export interface OutboxStorage {
  /** Looks for entries of a person that nobody sends (any more) and adopts them. */
  adoptLeft(user: UserId): Promise<void>;
  /** Deletes all entries of a person. */
  forget(user: UserId): Promise<void>;
}

/** What other tabs and earlier runs left in the outbox. */
export function createOutboxStorage(deps: OutboxStorageDeps): OutboxStorage {
  const { storage, ownership, owner } = deps;
  const entriesOf = async (user: UserId) => (await storage.entries()).filter((entry) => entry.user === user);

  const takeOver = async (user: UserId, from: string) => {
    const mine: OutboxEntry[] = [];
    for (const entry of await entriesOf(user)) {
      if (entry.owner !== from) continue;
      mine.push({ ...entry, owner });
      await storage.putEntry({ ...entry, owner });
    }
    deps.onAdopted(mine);
  };

  return {
    adoptLeft: async (user) => {
      const entries = await entriesOf(user);
      // Its own, when the person comes back after somebody else.
      deps.onAdopted(entries.filter((entry) => entry.owner === owner));
      for (const other of new Set(entries.map((entry) => entry.owner))) {
        if (other !== owner) await ownership.whenGone(other, () => takeOver(user, other));
      }
    },
    forget: async (user) => {
      for (const entry of await entriesOf(user)) await storage.removeEntry(entry.id);
    },
  };
}
