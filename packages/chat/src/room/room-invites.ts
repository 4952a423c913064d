import type { Invite, InviteBody, Room, RoomId, UserId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import type { AuditLog } from "../account/audit-log.ts";
import { ChatError } from "../chat-error.ts";
import { type Clock, toTimestamp } from "../clock.ts";
import { type AdmitDeps, admitPerson } from "./admit-person.ts";
import { readRoomOf } from "./read-room-of.ts";
import { requireMay } from "./room-policy.ts";
import type { RoomStore } from "./room-store.ts";

/** Links into rooms. A code has at least 128 random bits and is kept hashed. */
export interface InviteStore {
  create(input: {
    readonly room: RoomId;
    readonly by: UserId;
    readonly expiresAtMs: number;
    readonly usesMax: number;
  }): Promise<{ readonly id: string; readonly code: string }>;
  /** Those that can still be used, newest first, at most `limit`. */
  list(input: { readonly room: RoomId; readonly limit: number }): Promise<Invite[]>;
  /** False when the room has no such invite. */
  revoke(input: { readonly room: RoomId; readonly id: string }): Promise<boolean>;
  /** The room that a code leads to, while it can be used, or is being used by this person. */
  find(code: string, user: UserId): Promise<RoomId | undefined>;
  /** Uses a code up by one, once until `finish` or `giveBack`; false when nothing is left of it. */
  take(code: string, user: UserId): Promise<boolean>;
  /** The person is in: the next time would be another use. */
  finish(code: string, user: UserId): Promise<void>;
  /** Gives a use back that came to nothing. */
  giveBack(code: string, user: UserId): Promise<void>;
}

export interface InviteDeps {
  readonly rooms: Pick<RoomStore, "find">;
  readonly invites: InviteStore;
  readonly audit: AuditLog;
  readonly clock: Pick<Clock, "now">;
  /** Origin of the page that the link leads to. */
  readonly publicUrl: string;
}

const lifetimeMsDefault = 7 * 24 * 60 * 60_000;
const usesMaxDefault = 100;
const listedMax = 100;

/**
 * Makes a link by which people join a room; hosts may.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who may not invite.
 */
export async function createInvite(
  deps: InviteDeps,
  { room, actor, body }: { room: RoomId; actor: UserId; body: InviteBody },
): Promise<Invite & { code: string; url: string }> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "invite.create");
  const expiresAtMs = deps.clock.now() + (body.expiresInMs ?? lifetimeMsDefault);
  const usesMax = body.maxUses ?? usesMaxDefault;
  const { id, code } = await deps.invites.create({ room, by: actor, expiresAtMs, usesMax });
  await deps.audit.record({ actor, action: "invite.created", room, target: id });
  const url = `${deps.publicUrl}/invite/${code}`;
  return { id, code, url, createdBy: actor, expiresAt: toTimestamp(expiresAtMs), maxUses: usesMax, uses: 0 };
}

/** The links into a room that can still be used, without their codes. Refuses as `createInvite`. */
export async function listInvites(
  deps: InviteDeps,
  { room, actor }: { room: RoomId; actor: UserId },
): Promise<Invite[]> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "invite.create");
  return deps.invites.list({ room, limit: listedMax });
}

/** Ends a link. Refuses as `createInvite`; `not_found` when the room has no such link. */
export async function revokeInvite(
  deps: InviteDeps,
  { room, actor, invite }: { room: RoomId; actor: UserId; invite: string },
): Promise<void> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "invite.create");
  if (!(await deps.invites.revoke({ room, id: invite }))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "invite.revoked", room, target: invite });
}

/**
 * Joins the room that a link leads to; one who is in it already is let in without using it up. Who was cut off
 * between the use and the joining goes on where they were.
 *
 * @throws {ChatError} `not_found` for a code that is unknown, expired, revoked or used up, alike; `forbidden` for
 *   one who is banned, and for an archived room.
 */
export async function acceptInvite(
  deps: AdmitDeps & Pick<InviteDeps, "invites">,
  { person, code }: { person: Person; code: string },
): Promise<Room> {
  const user = person.id;
  const room = await deps.invites.find(code, user);
  if (room === undefined) throw new ChatError("not_found");
  const seen = await deps.rooms.find({ room, user });
  if (seen !== undefined && seen.role !== null) {
    await deps.invites.finish(code, user);
    return seen;
  }
  if (!(await deps.invites.take(code, user))) throw new ChatError("not_found");
  try {
    await admitPerson(deps, { room, person, actor: user, check: requireOpen });
  } catch (refusal) {
    const isIn = refusal instanceof ChatError && refusal.code === "conflict";
    if (!isIn) {
      await deps.invites.giveBack(code, user).catch(() => undefined);
      throw refusal;
    }
  }
  await deps.invites.finish(code, user).catch(() => undefined);
  return readRoomOf(deps, { room, user });
}

function requireOpen({ archived }: { archived: boolean }): void {
  if (archived) throw new ChatError("forbidden", { message: "The room is archived." });
}
