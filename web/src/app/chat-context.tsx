import type { Readable } from "@parley/client";
import type { ChatWithAccount } from "@parley/client/account";
import { createContext, useContext, useSyncExternalStore } from "react";

const Context = createContext<ChatWithAccount | undefined>(undefined);

/** Gives the SDK's one chat to the pages. */
export const ChatProvider = Context.Provider;

export function useChat(): ChatWithAccount {
  const chat = useContext(Context);
  if (chat === undefined) throw new Error("useChat outside of ChatProvider");
  return chat;
}

/** The current snapshot of something that the SDK keeps, re-rendering as it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(
    (listener) => readable.subscribe(listener),
    () => readable.getSnapshot(),
  );
}
