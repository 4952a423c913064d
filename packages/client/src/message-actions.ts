import type { ClientFrame, MessageId, RoomId } from "@parley/protocol";
import type { Chat } from "./chat.ts";
import type { Link } from "./connection/link.ts";
import { unanswered } from "./parley-error.ts";

export interface MessageActionsDeps {
  readonly newId: () => string;
  link(): Link | undefined;
}

/** Changes to messages: asked on the connection that is there, answered or rejected, never repeated. */
export function createMessageActions(
  deps: MessageActionsDeps,
): Pick<Chat, "editMessage" | "deleteMessage" | "addReaction" | "removeReaction"> {
  const ask = async (frame: ClientFrame): Promise<void> => {
    const link = deps.link();
    if (link === undefined) throw unanswered("There is no connection.");
    await link.ask(frame);
  };
  const target = (room: string, message: string) => ({
    id: deps.newId(),
    room: room as RoomId,
    message: message as MessageId,
  });
  return {
    editMessage: (room, message, text) => ask({ action: "message.edit", ...target(room, message), text }),
    deleteMessage: (room, message) => ask({ action: "message.delete", ...target(room, message) }),
    addReaction: (room, message, emoji) => ask({ action: "reaction.add", ...target(room, message), emoji }),
    removeReaction: (room, message, emoji) =>
      ask({ action: "reaction.remove", ...target(room, message), emoji }),
  };
}
