import type { Effect, Requirement } from "@parley/chat/message/event-policy";
import type { Guard, RoomSnapshot } from "@parley/chat/message/room-log";

/** Writes what the room log's scripts read: flat lists of words, since ids hold no space. */
export function writeRequirement(requires: Requirement): string {
  switch (requires.be) {
    case "host":
      return requires.target === undefined ? "host" : `host ${requires.target}`;
    case "above":
      return `above ${requires.target} ${requires.grants ?? ""}`.trimEnd();
    default:
      return requires.be;
  }
}

export function writeEffect(effect: Effect): string {
  switch (effect.change) {
    case "join":
      return `j ${effect.user} ${effect.role}`;
    case "leave":
      return `l ${effect.user}`;
    case "role":
      return `r ${effect.user} ${effect.role} ${Math.floor(effect.mutedUntilMs)}`;
    case "facts":
      return `f ${effect.kind} ${effect.archived ? 1 : 0} ${Math.floor(effect.slowModeMs)}`;
    case "none":
      return "";
  }
}

export function writeGuard(guard: Guard | undefined): string {
  return guard === undefined ? "" : `${guard.basis} ${guard.subject}`;
}

export function writeSnapshot(snapshot: RoomSnapshot): (string | number)[] {
  const { members, entries, seen, listeners } = snapshot;
  return [
    snapshot.kind,
    snapshot.archived ? 1 : 0,
    snapshot.slowModeMs,
    snapshot.headSeq,
    members.length,
    ...members.flatMap(({ user, role, mutedUntilMs }) => [user, `${role} ${Math.floor(mutedUntilMs)} 0`]),
    entries.length,
    ...entries.flatMap(({ seq, text, eventId, key, user, subject }) => [
      seq,
      text,
      eventId,
      key,
      user,
      subject,
    ]),
    seen.length,
    ...seen.flatMap(({ key, seq }) => [key, seq]),
    listeners.length,
    ...listeners.flatMap(({ connectionId, user }) => [connectionId, user]),
  ];
}
