import type { MessageList, TimelineMessage } from "@parley/client";

/** The newest message of a person in a window that still stands. */
export function findLastOwn(messages: MessageList, user: string): TimelineMessage | undefined {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages.at(index);
    if (message?.user === user && message.deletedAt === undefined) return message;
  }
  return undefined;
}
