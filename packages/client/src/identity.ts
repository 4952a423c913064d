import type { ChatUser } from "./chat.ts";
import { isSameJson } from "./is-same-json.ts";
import type { Readable } from "./readable.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import { createStore, type TellDeps } from "./store.ts";

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

export interface IdentityDeps extends TellDeps {
  readonly storage: ChatStorage;
  /** The session that the chat has: who was remembered with another one may be somebody else. */
  author(): string | undefined;
  /** Somebody else is signed in than before: told before anybody can see the new user. */
  onChange(user: ChatUser | undefined, before: ChatUser | undefined): Promise<void>;
}

export function createIdentity(deps: IdentityDeps): Identity {
  const { storage } = deps;
  const store = createStore<ChatUser | undefined>(deps, undefined);
  let isTold = false;
  let keptSession: string | undefined;

  const change = (next: ChatUser | undefined): Promise<void> => {
    const before = store.getSnapshot();
    if (isSameJson(before, next)) return Promise.resolve();
    const changed = before?.id === next?.id ? Promise.resolve() : deps.onChange(next, before);
    store.set(next);
    return changed;
  };
  const load = async (): Promise<void> => {
    const kept = (await storage.read(key)) as KeptUser | undefined;
    if (isTold || kept === undefined || kept.session !== deps.author()) return;
    const { session, ...user } = kept;
    keptSession = session;
    await change(user);
  };
  return {
    user: store,
    ready: load(),
    set: (user) => {
      isTold = true;
      const next = user && pickUser(user);
      const session = deps.author();
      if (isSameJson(store.getSnapshot(), next) && session === keptSession) return;
      keptSession = session;
      void change(next);
      void storage.write(key, next && { ...next, ...(session !== undefined && { session }) });
    },
  };
}

/** Of whatever the service says of a person, what a chat needs to know. */
function pickUser({ id, name, lastName, username }: ChatUser): ChatUser {
  return { id, name, lastName, username };
}
