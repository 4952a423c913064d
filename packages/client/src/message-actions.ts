import type { ClientFrame } from "@parley/protocol";
import type { Chat } from "./chat.ts";
import type { Link } from "./connection/link.ts";
import { unanswered } from "./parley-error.ts";

export interface MessageActionsDeps {
  readonly newId: () => string;
  link(): Link | undefined;
}

/** A frame that changes a message, without what all of them have. */
type Change =
  | { readonly action: "message.edit"; readonly text: string }
  | { readonly action: "message.delete" }
  | { readonly action: "reaction.add" | "reaction.remove"; readonly emoji: string };

/** Changes to messages: asked on the connection that is there, answered or rejected, never repeated. */
export function createMessageActions(
  deps: MessageActionsDeps,
): Pick<Chat, "editMessage" | "deleteMessage" | "addReaction" | "removeReaction"> {
  const ask = async (room: string, message: string, change: Change): Promise<void> => {
    const link = deps.link();
    if (link === undefined) throw unanswered("disconnected");
    // The ids are taken as strings: it is the service that judges them.
    await link.ask({ ...change, id: deps.newId(), room, message } as ClientFrame);
  };
  return {
    editMessage: (room, message, text) => ask(room, message, { action: "message.edit", text }),
    deleteMessage: (room, message) => ask(room, message, { action: "message.delete" }),
    addReaction: (room, message, emoji) => ask(room, message, { action: "reaction.add", emoji }),
    removeReaction: (room, message, emoji) => ask(room, message, { action: "reaction.remove", emoji }),
  };
}
