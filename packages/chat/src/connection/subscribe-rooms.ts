import type { ResumedRoom, RoomId, Subscribed } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { pageEvents } from "../history/page-events.ts";
import { readRoom } from "../history/read-room.ts";
import type { LogDeps } from "../message/log-deps.ts";
import type { Recipient } from "../message/room-log.ts";
import { limits } from "@parley/protocol/limits";

export interface SubscribeInput {
  readonly id: string;
  readonly connection: Recipient;
  /** Room to the last seq seen, or null when no events are wanted. */
  readonly rooms: Readonly<Record<RoomId, number | null>>;
}

/** What an answer may weigh: API Gateway takes 128 KB. */
const answerBytesMax = 96 * 1024;

/**
 * Makes a connection listen to rooms and resumes each from the last seq seen.
 *
 * Listening begins and the missed events are read in one atomic step, so there is no moment between them
 * in which an event could pass unseen. A room that may not be read, or is not there, is `denied`.
 */
export async function subscribeRooms(deps: LogDeps, input: SubscribeInput): Promise<Subscribed> {
  const { connection } = input;
  const asked = Object.entries(input.rooms) as [RoomId, number | null][];
  const bytesMax = Math.floor(answerBytesMax / Math.max(1, asked.length));
  const answers = await Promise.all(
    asked.map(
      async ([room, after]) => [room, await attachRoom(deps, connection, room, after, bytesMax)] as const,
    ),
  );
  const granted = answers.filter((answer): answer is [RoomId, ResumedRoom] => answer[1] !== undefined);
  const rooms = granted.map(([room]) => room);
  if (rooms.length > 0) await deps.connections.addRooms(connection, rooms);
  const denied = answers.filter(([, resumed]) => resumed === undefined).map(([room]) => room);
  return { type: "subscribed", id: input.id, rooms: Object.fromEntries(granted), denied };
}

async function attachRoom(
  deps: LogDeps,
  { connectionId, user }: Recipient,
  room: RoomId,
  after: number | null,
  bytesMax: number,
): Promise<ResumedRoom | undefined> {
  const limit = limits.eventsPerResumeMax;
  try {
    const outcome = await readRoom(deps, room, after, () =>
      deps.log.attach({ room, user, connectionId, after, limit }),
    );
    if (outcome.kind === "refused") return undefined;
    const page = await pageEvents(deps, { room, after, limit, bytesMax }, outcome);
    return { ...page, events: [...page.events] };
  } catch (error) {
    if (error instanceof ChatError && error.code === "not_found") return undefined;
    throw error;
  }
}
