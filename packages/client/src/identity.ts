import type { Batch } from "./batch.ts";
import type { ChatUser } from "./chat.ts";
import type { Log } from "./log.ts";
import type { Readable } from "./readable.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import { createStore } from "./store.ts";

/** Who is signed in, remembered over a reload so that what waits is shown before the service answers. */
export interface Identity {
  readonly user: Readable<ChatUser | undefined>;
  /** Fulfilled once the storage has been asked; never rejects. */
  readonly ready: Promise<void>;
  /** The service says who it is; undefined after a sign-out. */
  set(user: ChatUser | undefined): void;
}

const key = "user";

interface KeptUser extends ChatUser {
  readonly session?: string;
}

export function createIdentity(deps: {
  readonly storage: ChatStorage;
  readonly batch: Batch;
  readonly log: Log;
  /** The session that the chat has: who was remembered with another one may be somebody else. */
  session(): string | undefined;
  /** Somebody else is signed in than before: told before anybody can see the new user. */
  onChange(user: ChatUser | undefined, before: ChatUser | undefined): Promise<void>;
}): Identity {
  const { storage } = deps;
  const store = createStore<ChatUser | undefined>(deps.batch, deps.log, undefined);
  let isTold = false;
  let keptSession: string | undefined;

  const change = (next: ChatUser | undefined): Promise<void> => {
    const before = store.getSnapshot();
    if (isSame(before, next)) return Promise.resolve();
    const changed = before?.id === next?.id ? Promise.resolve() : deps.onChange(next, before);
    store.set(next);
    return changed;
  };
  const load = async (): Promise<void> => {
    const kept = (await storage.read(key)) as KeptUser | undefined;
    if (isTold || kept === undefined || kept.session !== deps.session()) return;
    const { session, ...user } = kept;
    keptSession = session;
    await change(user);
  };
  return {
    user: store,
    ready: load(),
    set: (user) => {
      isTold = true;
      const next = user && {
        id: user.id,
        name: user.name,
        lastName: user.lastName,
        username: user.username,
      };
      const session = deps.session();
      if (isSame(store.getSnapshot(), next) && session === keptSession) return;
      keptSession = session;
      void change(next);
      void storage.write(key, next && { ...next, ...(session !== undefined && { session }) });
    },
  };
}

function isSame(a: ChatUser | undefined, b: ChatUser | undefined): boolean {
  // Both were written by `set`, in one order of fields.
  return JSON.stringify(a) === JSON.stringify(b);
}
