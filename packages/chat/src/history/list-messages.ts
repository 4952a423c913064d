import type { Event, MessagesAnswer, MessagesQuery, RoomId, UserId } from "@parley/protocol";
import { foldMessages } from "@parley/protocol/fold";
import { ChatError } from "../chat-error.ts";
import type { LogDeps } from "../message/log-deps.ts";
import type { Cursor, HistoryStore } from "./history-store.ts";

export interface ListMessagesDeps {
  readonly log: Pick<LogDeps["log"], "readLast">;
  readonly history: HistoryStore;
}

export type ListMessagesInput = MessagesQuery & { readonly room: RoomId; readonly user: UserId };

/** Events read from the hot log for each message of the page, since some of them change others. */
const eventsPerMessage = 2;

/**
 * A page of history, ascending by seq. The latest page of a hot room is folded from Redis; every other
 * one comes from Postgres.
 *
 * @throws {ChatError} `not_found` or `forbidden` for one who may not read the room.
 */
export async function listMessages(
  deps: ListMessagesDeps,
  input: ListMessagesInput,
): Promise<MessagesAnswer> {
  const cursor = toCursor(input);
  const hot = cursor.at === "latest" ? await foldLatest(deps, input) : undefined;
  if (hot !== undefined) return hot;
  const outcome = await deps.history.listMessages({ ...input, cursor });
  if (outcome.kind === "refused") throw new ChatError(outcome.code);
  const { kind: _, ...page } = outcome;
  return page;
}

function toCursor({ before, after, around }: ListMessagesInput): Cursor {
  if (before !== undefined) return { at: "before", seq: before };
  if (after !== undefined) return { at: "after", seq: after };
  if (around !== undefined) return { at: "around", seq: around };
  return { at: "latest" };
}

async function foldLatest(
  deps: ListMessagesDeps,
  { room, user, limit }: ListMessagesInput,
): Promise<MessagesAnswer | undefined> {
  const outcome = await deps.log.readLast({ room, user, count: limit * eventsPerMessage });
  // Postgres refuses as well, and takes the same time whether the room is private, cold or not there.
  if (outcome.kind !== "read") return undefined;
  const events = outcome.texts.map((text) => JSON.parse(text) as Event);
  const messages = foldMessages(events, user);
  const beginsRoom = (events[0]?.seq ?? 1) === 1;
  if (messages.length < limit && !beginsRoom) return undefined;
  const hasBefore = messages.length > limit || !beginsRoom;
  return { messages: messages.slice(-limit), asOfSeq: outcome.mark, hasBefore, hasAfter: false };
}
