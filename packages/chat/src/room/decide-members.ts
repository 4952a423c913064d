import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { appendEvent, ContendedError } from "../message/append-event.ts";
import type { EventDraft } from "../message/event-draft.ts";
import { subjectOf } from "../message/event-policy.ts";
import type { LogDeps } from "../message/log-deps.ts";
import type { RoomState, RoomStore } from "./room-store.ts";

export interface DecideDeps extends LogDeps {
  readonly rooms: Pick<RoomStore, "findState">;
}

export interface DecideInput {
  readonly room: RoomId;
  readonly actor: UserId;
  /** Whom it is about; the actor when absent. */
  readonly target?: UserId;
  /** Whether the decision holds whatever came in between. Default: it never does. */
  readonly isFree?: (state: RoomState) => boolean;
}

/** The event that changes the room; undefined when it is so already. */
export type MembersDecision = EventDraft | undefined;

const attemptsMax = 20;
const pauseMs = 10;

/**
 * Changes who is in a room, or what it is: looks at it as it durably is, lets `decide` choose the event, and
 * appends it only if nothing about the same subject came in between; else it looks again. So two owners who
 * leave at once do not both see the other stay.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, and what `decide` and `appendEvent` throw.
 */
export async function decideMembers(
  deps: DecideDeps,
  input: DecideInput,
  decide: (state: RoomState) => MembersDecision | Promise<MembersDecision>,
): Promise<RoomState> {
  const { room, actor, target = actor } = input;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const state = await deps.rooms.findState({ room, actor, target });
    if (state === undefined) throw new ChatError("not_found");
    const draft = await decide(state);
    if (draft === undefined) return state;
    const free = input.isFree?.(state) === true;
    const guard = free ? undefined : { subject: subjectOf(draft, actor), basis: state.headSeq };
    try {
      await appendEvent(deps, { room, user: actor, draft, guard });
      return state;
    } catch (error) {
      if (!(error instanceof ContendedError)) throw error;
      await deps.clock.sleep(pauseMs * (1 + attempt * deps.random()));
    }
  }
  throw new ChatError("unavailable", { message: "Many are changing that at once. Try again." });
}
