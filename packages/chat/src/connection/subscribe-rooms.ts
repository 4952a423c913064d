import type { ResumedRoom, RoomId, Subscribed } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { isDenial } from "../chat-error.ts";
import { pageEvents } from "../history/page-events.ts";
import { readRoom } from "../history/read-room.ts";
import type { LogDeps } from "../message/log-deps.ts";
import type { ReadOutcome, Recipient } from "../message/room-log.ts";

export interface SubscribeInput {
  readonly id: string;
  readonly connection: Recipient;
  /** Room to the last seq seen, or null when no events are wanted. */
  readonly rooms: Readonly<Record<RoomId, number | null>>;
}

/** What an answer may weigh: API Gateway takes 128 KB. */
const answerBytesMax = 96 * 1024;

type Attached = Extract<ReadOutcome, { kind: "read" }>;

/**
 * Makes a connection listen to rooms and resumes each from the last seq seen.
 *
 * That it listens is on record before it does, so that a room which Redis loses gets it back; and listening
 * begins and the missed events are read in one atomic step, so there is no moment between them in which an
 * event could pass unseen. A room that may not be read, or is not there, is `denied`.
 */
export async function subscribeRooms(deps: LogDeps, input: SubscribeInput): Promise<Subscribed> {
  const { connection } = input;
  const asked = Object.entries(input.rooms) as [RoomId, number | null][];
  const names = asked.map(([room]) => room);
  if (names.length > 0) await deps.connections.addRooms(connection, names);
  const attached = await Promise.all(
    asked.map(async ([room, after]) => ({
      room,
      after,
      read: await attachRoom(deps, connection, room, after),
    })),
  );
  const denied = attached.filter(({ read }) => read === undefined).map(({ room }) => room);
  if (denied.length > 0) await deps.connections.removeRooms(connection.connectionId, denied);
  const rooms: Record<RoomId, ResumedRoom> = {};
  let bytesLeft = answerBytesMax;
  for (const { room, after, read } of attached) {
    if (read === undefined) continue;
    const limit = limits.eventsPerResumeMax;
    const page = await pageEvents(deps, { room, after, limit, bytesMax: bytesLeft }, read);
    bytesLeft -= page.bytes;
    const { headSeq, events, hasMore } = page;
    const { epoch } = read;
    rooms[room] = { headSeq, events: [...events], hasMore, ...(epoch !== "" && { epoch }) };
  }
  return { type: "subscribed", id: input.id, rooms, denied };
}

async function attachRoom(
  deps: LogDeps,
  { connectionId, user }: Recipient,
  room: RoomId,
  after: number | null,
): Promise<Attached | undefined> {
  const limit = limits.eventsPerResumeMax;
  try {
    const outcome = await readRoom(deps, { room, user, after }, () =>
      deps.log.attach({ room, user, connectionId, after, limit }),
    );
    return outcome.kind === "read" ? outcome : undefined;
  } catch (error) {
    if (isDenial(error)) return undefined;
    throw error;
  }
}
