import { createHash } from "node:crypto";

/**
 * Every key carries a hash tag, so that what one script touches lies in one slot of a Redis Cluster:
 * a room's keys in the room's slot, a person's in the person's.
 */
export function roomKeys(room: string): string[] {
  const parts = ["meta", "log", "members", "seen", "online", "lease", "floor", "claim"];
  return parts.map((part) => `room:{${room}}:${part}`);
}

export function signalKey(room: string, user: string): string {
  return `room:{${room}}:signal:${user}`;
}

/** Lives as long as the person must wait in a room's slow mode. */
export function slowModeKey(room: string, user: string): string {
  return `room:{${room}}:slow:${user}`;
}

export const roomMetaPattern = "room:{*}:meta";

/** The room whose `meta` key this is. */
export function roomOfMetaKey(key: string): string {
  return key.slice(key.indexOf("{") + 1, key.indexOf("}"));
}

export function connectionsKey(user: string): string {
  return `user:{${user}}:connections`;
}

/** The connections of a person that were greeted. */
export function greetedKey(user: string): string {
  return `user:{${user}}:greeted`;
}

/** Is there while connections of an ended session may be; without one, says until when all that connected ended. */
export function endedKey(user: string, sessionId = ""): string {
  return `user:{${user}}:ended:${sessionId}`;
}

/** Where somebody's being online was told. */
export function onlineKey(user: string): string {
  return `user:{${user}}:online`;
}

const presenceShards = 16;

/** The index of people by the end of their leases, in shards so that no slot has it all; that of one person, or all. */
export function presenceIndexKeys(user?: string): string[] {
  const all = Array.from({ length: presenceShards }, (_, shard) => `presence:{${shard}}`);
  if (user === undefined) return all;
  const digest = createHash("sha256").update(user).digest();
  return all.slice(digest.readUInt8(0) % presenceShards).slice(0, 1);
}

/** `subject` is hashed: it may hold an address, or anything that a request brought along. */
export function bucketKey(subject: string): string {
  return `bucket:{${createHash("sha256").update(subject).digest("base64url")}}`;
}

/** A ticket is kept by its hash: who reads Redis cannot connect with what is found there. */
export function ticketKey(ticket: string): string {
  return `ticket:{${createHash("sha256").update(ticket).digest("base64url")}}`;
}
