/**
 * The fold of events into messages: pure, and the same for the service and its clients.
 *
 * Folding any suffix of a room's events gives the right state of every message created in it; a change
 * to a message from before the suffix is left to whoever holds that message (it is returned unchanged).
 */
import type { Event } from "./event.ts";
import type { MessageId, UserId } from "./ids.ts";
import type { Message, Reaction } from "./message.ts";

/** The message that an event creates or changes, or undefined for those that concern no message. */
export function messageIdOf(event: Event): MessageId | undefined {
  if (event.kind === "message.created") return event.message.id;
  return "messageId" in event ? event.messageId : undefined;
}

/**
 * Applies one event to the message that it concerns, as `viewer` sees it. Never mutates its input. Nothing
 * changes a deleted message any more.
 */
export function changeMessage(message: Message, event: Event, viewer: UserId | undefined): Message {
  if (message.deletedAt !== undefined) return message;
  switch (event.kind) {
    case "message.edited":
      return { ...message, text: event.text, mentions: event.mentions, editedAt: event.at };
    case "message.deleted":
      return { ...message, text: "", mentions: [], reactions: [], deletedAt: event.at };
    case "reaction.added":
      return { ...message, reactions: addReaction(message.reactions, event.emoji, event.user === viewer) };
    case "reaction.removed":
      return { ...message, reactions: removeReaction(message.reactions, event.emoji, event.user === viewer) };
    default:
      return message;
  }
}

/** The message that an event creates, as `viewer` sees it: its client's id is told to its author alone. */
function createMessage(
  { message, user, clientId }: Extract<Event, { kind: "message.created" }>,
  viewer: UserId | undefined,
): Message {
  return user === viewer && clientId !== undefined ? { ...message, clientId } : message;
}

/** Folds ascending events into earlier messages and those created among them, ascending by seq. */
export function foldMessages(
  events: readonly Event[],
  viewer: UserId | undefined,
  earlier: readonly Message[] = [],
): Message[] {
  const messages = new Map(earlier.map((message) => [message.id, message]));
  for (const event of events) {
    const id = messageIdOf(event);
    if (id === undefined) continue;
    if (event.kind === "message.created") messages.set(id, createMessage(event, viewer));
    else {
      const before = messages.get(id);
      if (before !== undefined) messages.set(id, changeMessage(before, event, viewer));
    }
  }
  return [...messages.values()];
}

function addReaction(reactions: readonly Reaction[], emoji: string, mine: boolean): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known === undefined) return [...reactions, { emoji, count: 1, mine }];
  return reactions.map((reaction) =>
    reaction === known ? { emoji, count: reaction.count + 1, mine: reaction.mine || mine } : reaction,
  );
}

function removeReaction(reactions: readonly Reaction[], emoji: string, mine: boolean): Reaction[] {
  return reactions
    .map((reaction) =>
      reaction.emoji === emoji
        ? { emoji, count: reaction.count - 1, mine: reaction.mine && !mine }
        : reaction,
    )
    .filter((reaction) => reaction.count > 0);
}
