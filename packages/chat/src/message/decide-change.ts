import type { MessageId, RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { appendEvent, ContendedError } from "./append-event.ts";
import type { EventDraft } from "./event-draft.ts";
import { type Requirement, subjectOf } from "./event-policy.ts";
import type { Target } from "./event-store.ts";
import type { LogDeps } from "./log-deps.ts";

/** Who changes a message: a member, or an administrator of the service. */
export interface ChangeInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly message: MessageId;
  readonly clientId?: string | undefined;
  /** An administrator of the service, who need not be a member: their right has been seen to. */
  readonly steward?: boolean;
}

/** A member looking at a message that is there. */
export interface KnownTarget extends Target {
  readonly role: NonNullable<Target["role"]>;
  readonly message: NonNullable<Target["message"]>;
}

/** The event to append, guarded by its subject; or the seq under which it already stands so. */
export type Decision =
  | { readonly draft: EventDraft; readonly requires?: Requirement }
  | { readonly standsAs: number };

const attemptsMax = 20;
const pauseMs = 10;

/**
 * Changes a message: looks at it as it durably is, lets `decide` choose the event, and appends it only if
 * nothing about the same subject came in between; else it looks again.
 *
 * @throws {ChatError} `not_found` for one who is no member of a closed room and for a message that is not
 *   there, `forbidden` for one who has not joined a public one, and what `decide` and `appendEvent` throw.
 */
export async function decideChange(
  deps: LogDeps,
  input: ChangeInput & { readonly emoji?: string },
  decide: (target: KnownTarget) => Decision | Promise<Decision>,
): Promise<{ seq: number }> {
  const { room, user, clientId, steward = false } = input;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const target = requireTarget(await deps.events.findTarget(input), steward);
    const decision = await decide(target);
    if ("standsAs" in decision) return { seq: decision.standsAs };
    const { draft, requires } = decision;
    const guard = { subject: subjectOf(draft, user), basis: target.headSeq };
    try {
      return await appendEvent(deps, { room, user, clientId, draft, requires, guard });
    } catch (error) {
      if (!(error instanceof ContendedError)) throw error;
      await deps.clock.sleep(pauseMs * (1 + attempt * deps.random()));
    }
  }
  throw new ChatError("unavailable", { message: "Many are changing that at once. Try again." });
}

function requireTarget(target: Target | undefined, steward: boolean): KnownTarget {
  if (target === undefined) throw new ChatError("not_found");
  const { role = steward ? "owner" : undefined, message } = target;
  if (role === undefined) throw new ChatError(target.kind === "public" ? "forbidden" : "not_found");
  if (message === undefined) throw new ChatError("not_found");
  return { ...target, role, message };
}
