import type { Batch } from "./batch.ts";
import type { ChatUser } from "./chat.ts";
import type { Log } from "./log.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import { createStore } from "./store.ts";
import type { Readable } from "./readable.ts";

/** Who is signed in, remembered over a reload so that what waits is shown before the service answers. */
export interface Identity {
  readonly user: Readable<ChatUser | undefined>;
  /** Fulfilled once the storage has been asked; never rejects. */
  readonly ready: Promise<void>;
  /** The service says who it is; undefined after a sign-out. */
  set(user: ChatUser | undefined): void;
}

const key = "user";

export function createIdentity(deps: {
  readonly storage: ChatStorage;
  readonly batch: Batch;
  readonly log: Log;
  /** Somebody else is signed in than before: told before anybody can see the new user. */
  onChange(user: ChatUser | undefined, before: ChatUser | undefined): Promise<void>;
}): Identity {
  const { storage } = deps;
  const store = createStore<ChatUser | undefined>(deps.batch, deps.log, undefined);
  let isTold = false;

  const change = (next: ChatUser | undefined): Promise<void> => {
    const before = store.getSnapshot();
    if (isSame(before, next)) return Promise.resolve();
    const changed = before?.id === next?.id ? Promise.resolve() : deps.onChange(next, before);
    store.set(next);
    return changed;
  };
  const load = async (): Promise<void> => {
    const kept = (await storage.read(key)) as ChatUser | undefined;
    if (!isTold && kept !== undefined) await change(kept);
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
      if (isSame(store.getSnapshot(), next)) return;
      void change(next);
      void storage.write(key, next);
    },
  };
}

function isSame(a: ChatUser | undefined, b: ChatUser | undefined): boolean {
  return a?.id === b?.id && a?.name === b?.name && a?.lastName === b?.lastName && a?.username === b?.username;
}
