import type { UserId } from "@parley/protocol";
import type { EventDraft } from "./event-draft.ts";
import type { Effect, Requirement } from "./room-log.ts";

/** What the actor must be; checked in the same atomic step that appends. */
export function requirementOf(actor: UserId, draft: EventDraft): Requirement {
  switch (draft.kind) {
    case "message.created":
    case "message.edited":
    case "message.deleted":
    case "reaction.added":
    case "reaction.removed":
      return { be: "speaker" };
    case "member.joined":
      return draft.userId === actor ? { be: "stranger" } : { be: "host", target: draft.userId };
    case "member.left":
      return { be: "member" };
    case "member.role":
    case "room.updated":
      return { be: "member" };
  }
}

/** What the event changes of who is in the room. */
export function effectOf(draft: EventDraft): Effect {
  if (draft.kind === "member.joined") return { change: "join", user: draft.userId, role: draft.role };
  if (draft.kind === "member.left") return { change: "leave", user: draft.userId };
  return { change: "none" };
}
