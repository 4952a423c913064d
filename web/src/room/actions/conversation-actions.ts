import type { TimelineMessage } from "@parley/client";
import { createContext, useContext } from "react";

/** What can be done to a message of the open room. Each is stable while the room is open. */
export interface ConversationActions {
  /** Whether the person may take away what others said. */
  readonly moderates: boolean;
  readonly reply: (message: TimelineMessage) => void;
  readonly edit: (message: TimelineMessage) => void;
  readonly askDelete: (message: TimelineMessage) => void;
  /** Adds the person's reaction, or takes it back when it is there. */
  readonly react: (message: TimelineMessage, emoji: string) => void;
  /** Shows who somebody is. */
  readonly showPerson: (user: string) => void;
  /** Offers every emoji there is. */
  readonly chooseEmoji: (message: TimelineMessage) => void;
  /** Has it and all after it count as unread, once the person has left the room. */
  readonly markUnread: (message: TimelineMessage) => void;
  readonly copyLink: (message: TimelineMessage) => void;
}

const Context = createContext<ConversationActions | undefined>(undefined);

export const ConversationActionsProvider = Context.Provider;

export function useConversationActions(): ConversationActions {
  const actions = useContext(Context);
  if (actions === undefined) throw new Error("useConversationActions outside of a conversation");
  return actions;
}
