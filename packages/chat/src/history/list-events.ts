import type { EventsAnswer, RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { LogDeps } from "../message/log-deps.ts";
import { pageEvents } from "./page-events.ts";
import { readRoom } from "./read-room.ts";

/** A Lambda may answer with 6 MB at most. */
const answerBytesMax = 4 * 1024 * 1024;

/**
 * Durable events after a seq, ascending: what a client fills its gaps from, however old they are.
 *
 * @throws {ChatError} `not_found` or `forbidden` for one who may not read the room.
 */
export async function listEvents(
  deps: LogDeps,
  input: { room: RoomId; user: UserId; after: number; limit: number },
): Promise<EventsAnswer> {
  const outcome = await readRoom(deps, input, () => deps.log.read(input));
  if (outcome.kind === "refused") throw new ChatError(outcome.code);
  const { headSeq, events, hasMore } = await pageEvents(
    deps,
    { ...input, bytesMax: answerBytesMax },
    outcome,
  );
  return { headSeq, events: [...events], hasMore };
}
