import type { Event, Role, RoomKind, UserId } from "@parley/protocol";
import type { EventDraft } from "./event-draft.ts";

/**
 * What the actor must be for the event to be appended: checked in the same atomic step that appends, and
 * again when a pending event is numbered anew behind a durable log that went another way.
 */
export type Requirement =
  /** A speaker, and at most once in the room's slow-mode interval. Owners and moderators are not slowed. */
  | { readonly be: "poster" }
  /** A member who may speak: not muted, and the room not archived. */
  | { readonly be: "speaker" }
  /** A member, whatever the room's state. */
  | { readonly be: "member" }
  /** Not yet a member. */
  | { readonly be: "stranger" }
  /** An administrator of the service, whatever they are in the room. */
  | { readonly be: "steward" }
  /** An owner or moderator; a `target` must not be a member. */
  | { readonly be: "host"; readonly target?: UserId }
  /**
   * Of a higher rank than the member `target`, and giving no role that is not below one's own; an owner may
   * give any. To oneself just roles up to one's own can be given.
   */
  | { readonly be: "above"; readonly target: UserId; readonly grants?: Role };

/** What the event changes of the room's hot state. */
export type Effect =
  | { readonly change: "none" }
  | { readonly change: "join"; readonly user: UserId; readonly role: Role }
  | { readonly change: "leave"; readonly user: UserId }
  | { readonly change: "role"; readonly user: UserId; readonly role: Role; readonly mutedUntilMs: number }
  | {
      readonly change: "facts";
      readonly kind: RoomKind;
      readonly archived: boolean;
      readonly slowModeMs: number;
    };

export function requirementOf(actor: UserId, draft: EventDraft): Requirement {
  switch (draft.kind) {
    case "message.created":
      return { be: "poster" };
    case "message.edited":
    case "message.deleted":
    case "reaction.added":
    case "reaction.removed":
      return { be: "speaker" };
    case "member.joined":
      return draft.userId === actor ? { be: "stranger" } : { be: "host", target: draft.userId };
    case "member.left":
      return draft.userId === actor ? { be: "member" } : { be: "above", target: draft.userId };
    case "member.role":
      return { be: "above", target: draft.userId, grants: draft.role };
    case "room.updated":
      return { be: "host" };
  }
}

/** What the event changes of who is in the room, and of what they may do. */
export function effectOf(draft: EventDraft): Effect {
  switch (draft.kind) {
    case "member.joined":
      return { change: "join", user: draft.userId, role: draft.role };
    case "member.left":
      return { change: "leave", user: draft.userId };
    case "member.role": {
      const mutedUntilMs = draft.mutedUntil === undefined ? 0 : Date.parse(draft.mutedUntil);
      return { change: "role", user: draft.userId, role: draft.role, mutedUntilMs };
    }
    case "room.updated": {
      const { kind, archived, slowModeMs } = draft.facts;
      return { change: "facts", kind, archived, slowModeMs };
    }
    default:
      return { change: "none" };
  }
}

/**
 * What an event is about, for guards: two events of one subject must not be decided on the same state. All
 * changes of who leads a room are one subject, so that its last owner cannot be lost to two at once.
 */
export function subjectOf(event: EventDraft | Event, actor: UserId): string {
  switch (event.kind) {
    case "message.edited":
    case "message.deleted":
      return `message ${event.messageId}`;
    case "reaction.added":
    case "reaction.removed":
      return `reaction ${event.messageId} ${actor} ${event.emoji}`;
    case "member.joined":
    case "member.left":
    case "member.role":
      return "members";
    case "room.updated":
      return "room";
    default:
      return "";
  }
}
