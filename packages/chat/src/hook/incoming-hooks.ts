import type { IncomingHook, Message, RoomId, UserId } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import type { Person } from "../account/account-store.ts";
import type { AuditLog } from "../account/audit-log.ts";
import { ChatError } from "../chat-error.ts";
import type { NewId } from "../clock.ts";
import { type SendMessageDeps, sendMessage } from "../message/send-message.ts";
import { type AdmitDeps, admitPerson } from "../room/admit-person.ts";
import { type DecideDeps, decideMembers } from "../room/decide-members.ts";
import { readRoomOf } from "../room/read-room-of.ts";
import { requireMay } from "../room/room-policy.ts";
import type { RoomStore } from "../room/room-store.ts";
import type { RateLimit } from "../throttle/rate-limit.ts";

/** Secret addresses that post into a room, each as a bot of its own. Secrets are kept hashed. */
export interface IncomingHookStore {
  /** Makes the hook and its bot; `full` when the room has `hooksMax`. */
  create(input: {
    readonly room: RoomId;
    readonly by: UserId;
    readonly bot: Person;
    readonly hooksMax: number;
  }): Promise<{ readonly hook: IncomingHook; readonly secret: string } | "full">;
  /** Oldest first. */
  list(room: RoomId): Promise<IncomingHook[]>;
  /** Its address is none from then on. Repeating it is harmless. */
  remove(input: { readonly room: RoomId; readonly id: string }): Promise<void>;
  /** Where an address leads; undefined for one that is unknown. */
  find(input: { readonly id: string; readonly secret: string }): Promise<HookTarget | undefined>;
}

export interface HookTarget {
  readonly room: RoomId;
  readonly bot: UserId;
}

export interface IncomingHookDeps {
  readonly rooms: Pick<RoomStore, "find">;
  readonly incomingHooks: IncomingHookStore;
  readonly audit: AuditLog;
}

interface ByHost {
  readonly room: RoomId;
  readonly actor: UserId;
}

/**
 * Makes a secret address that posts into a room; hosts may. Its messages are those of a bot that comes into the
 * room with it, so that everybody sees it among the members.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who is no host,
 *   `conflict` when the room has as many as one may have.
 */
export async function createIncomingHook(
  deps: IncomingHookDeps & AdmitDeps & { readonly newId: NewId },
  { room, actor, name }: ByHost & { name: string },
): Promise<{ hook: IncomingHook; secret: string }> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.create");
  const id = deps.newId("usr") as UserId;
  // A username that nobody would want, and that fits.
  const username = `hook_${id.replaceAll(/\W|_/g, "").slice(-20).toLowerCase()}`;
  const bot: Person = { id, name, lastName: "", username, bot: true };
  const made = await deps.incomingHooks.create({ room, by: actor, bot, hooksMax: limits.hooksPerRoomMax });
  if (made === "full") {
    const message = `The room has ${limits.hooksPerRoomMax} incoming webhooks. Delete one first.`;
    throw new ChatError("conflict", { message });
  }
  try {
    await admitPerson(deps, {
      room,
      person: bot,
      actor,
      check: (state) => requireMay(state, "hook.create"),
    });
  } catch (refusal) {
    await deps.incomingHooks.remove({ room, id: made.hook.id }).catch(() => undefined);
    throw refusal;
  }
  const details = { kind: "incoming" };
  await deps.audit.record({ actor, action: "hook.created", room, target: made.hook.id, details });
  return made;
}

/** A room's incoming webhooks, without their secrets. Refuses as `createIncomingHook`. */
export async function listIncomingHooks(
  deps: IncomingHookDeps,
  { room, actor }: ByHost,
): Promise<IncomingHook[]> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.manage");
  return deps.incomingHooks.list(room);
}

/** Ends an incoming webhook, and takes its bot out of the room. `not_found` when the room has none such. */
export async function deleteIncomingHook(
  deps: IncomingHookDeps & DecideDeps,
  { room, actor, hook }: ByHost & { hook: string },
): Promise<void> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.manage");
  const found = (await deps.incomingHooks.list(room)).find(({ id }) => id === hook);
  if (found === undefined) throw new ChatError("not_found");
  // First the bot, so that what is left half-done is still listed and can be deleted again.
  const { bot: userId } = found;
  await decideMembers(deps, { room, actor, target: userId }, ({ target }) =>
    target === undefined ? undefined : { kind: "member.left", userId, reason: "kicked" },
  );
  await deps.incomingHooks.remove({ room, id: hook });
  const details = { kind: "incoming" };
  await deps.audit.record({ actor, action: "hook.deleted", room, target: hook, details });
}

export interface HookPost {
  readonly hook: string;
  readonly secret: string;
  readonly clientId: string;
  readonly text: string;
}

/**
 * Posts what came to an incoming webhook's address, as its bot and throttled by itself. The same client id again
 * is answered with the first result.
 *
 * @throws {ChatError} `not_found` for an address that is none, and what `sendMessage` throws: `forbidden` once
 *   the room is archived or its bot muted, and for a bot that was taken out of the room.
 */
export async function postByHook(
  deps: SendMessageDeps & {
    readonly incomingHooks: Pick<IncomingHookStore, "find">;
    readonly hookLimit: RateLimit;
  },
  { hook, secret, clientId, text }: HookPost,
): Promise<{ message: Message; repeated: boolean }> {
  const target = await deps.incomingHooks.find({ id: hook, secret });
  if (target === undefined) throw new ChatError("not_found");
  const { room, bot: user } = target;
  return sendMessage({ ...deps, messageLimit: deps.hookLimit }, { room, user, clientId, text });
}
