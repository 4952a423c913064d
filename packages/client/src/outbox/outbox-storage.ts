import type { UserId } from "@parley/protocol";
import type { ChatStorage } from "../storage/chat-storage.ts";
import type { OutboxEntry, SessionAuthor } from "./outbox-entry.ts";
import type { Ownership } from "./ownership.ts";

export interface OutboxStorageDeps {
  readonly storage: ChatStorage;
  readonly ownership: Ownership;
  readonly owner: string;
  /** The session's own name for who writes; see `Token`. */
  author(): SessionAuthor | undefined;
  /** Entries that are this chat's to send from now on. */
  onAdopted(entries: readonly OutboxEntry[]): void;
}

export interface OutboxStorage {
  /** Looks for entries of a person that nobody sends (any more) and adopts them. */
  adoptLeft(user: UserId): Promise<void>;
  /** Deletes all entries of a person, or of a session whose person is not known. */
  forget(author: OutboxEntry["user"]): Promise<void>;
}

/** What other tabs and earlier runs left in the outbox. */
export function createOutboxStorage(deps: OutboxStorageDeps): OutboxStorage {
  const { storage, ownership, owner } = deps;
  const entriesOf = async (author: OutboxEntry["user"]) =>
    (await storage.entries()).filter(({ user }) => user === author || user === deps.author());

  const takeOver = async (user: UserId, from: string) => {
    const mine: OutboxEntry[] = [];
    for (const entry of await entriesOf(user)) {
      if (entry.owner !== from) continue;
      mine.push({ ...entry, owner, user });
      await storage.putEntry({ ...entry, owner, user });
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
    forget: async (author) => {
      for (const entry of await entriesOf(author)) await storage.removeEntry(entry.id);
    },
  };
}
