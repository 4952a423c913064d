import type { Effect, Requirement } from "@parley/chat/message/event-policy";
import type { Guard } from "@parley/chat/message/room-log";
import type { UserId } from "@parley/protocol";
import type { HotRoom } from "./memory-redis.ts";

type Refusal = "not_found" | "forbidden" | "conflict";

const rank = { member: 1, moderator: 2, owner: 3 } as const;

export function deniedIn(room: HotRoom): "not_found" | "forbidden" {
  return room.kind === "public" ? "forbidden" : "not_found";
}

export function mayRead(room: HotRoom, user: UserId): boolean {
  return (room.members.get(user)?.joinedSeq ?? Infinity) <= room.mark;
}

export function mayNotSpeak(room: HotRoom, me: { mutedUntilMs: number }, nowMs: number): boolean {
  return room.archived || me.mutedUntilMs > nowMs;
}

/** Why the actor may not do that, in the words of the Lua of `room-script-prelude`. */
export function refusalOf(
  room: HotRoom,
  user: UserId,
  requires: Requirement,
  nowMs: number,
): Refusal | undefined {
  if (requires.be === "steward") return undefined;
  const me = room.members.get(user);
  if (requires.be === "stranger") return me === undefined ? undefined : "conflict";
  if (me === undefined) return deniedIn(room);
  switch (requires.be) {
    case "poster":
    case "speaker":
      return mayNotSpeak(room, me, nowMs) ? "forbidden" : undefined;
    case "member":
      return undefined;
    case "host":
      if (me.role === "member") return "forbidden";
      return requires.target !== undefined && room.members.has(requires.target) ? "conflict" : undefined;
    case "above": {
      const { target, grants } = requires;
      const other = room.members.get(target);
      if (other === undefined) return "not_found";
      const mine = rank[me.role];
      if (target === user) return grants === undefined || rank[grants] > mine ? "forbidden" : undefined;
      if (rank[other.role] >= mine) return "forbidden";
      return grants !== undefined && me.role !== "owner" && rank[grants] >= mine ? "forbidden" : undefined;
    }
  }
}

export function isContended(room: HotRoom, guard: Guard | undefined): boolean {
  if (guard === undefined) return false;
  const since = room.entries.filter((entry) => entry.seq > guard.basis);
  return since.length < room.head - guard.basis || since.some((entry) => entry.subject === guard.subject);
}

export function applyEffect(room: HotRoom, effect: Effect): void {
  switch (effect.change) {
    case "join":
      room.members.set(effect.user, { role: effect.role, mutedUntilMs: 0, joinedSeq: room.head });
      return;
    case "role":
      room.members.set(effect.user, {
        role: effect.role,
        mutedUntilMs: effect.mutedUntilMs,
        joinedSeq: room.members.get(effect.user)?.joinedSeq ?? 0,
      });
      return;
    case "facts":
      room.kind = effect.kind;
      room.archived = effect.archived;
      room.slowModeMs = effect.slowModeMs;
      return;
    case "leave":
      room.members.delete(effect.user);
      for (const [connection, { user }] of room.online) {
        if (user === effect.user) room.online.delete(connection);
      }
      room.audience += 1;
      return;
    case "none":
      return;
  }
}
