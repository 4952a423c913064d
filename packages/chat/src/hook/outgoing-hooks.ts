import type {
  CreateOutgoingHookBody,
  OutgoingHook,
  RoomId,
  UpdateOutgoingHookBody,
  UserId,
} from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import type { AuditLog } from "../account/audit-log.ts";
import { ChatError } from "../chat-error.ts";
import { readRoomOf } from "../room/read-room-of.ts";
import { requireMay } from "../room/room-policy.ts";
import type { RoomStore } from "../room/room-store.ts";
import type { HookQueue, HookSender, OutgoingHookStore } from "./outgoing-hook-store.ts";

export interface OutgoingHookDeps {
  readonly rooms: Pick<RoomStore, "find">;
  readonly outgoingHooks: Pick<OutgoingHookStore, "create" | "list" | "update" | "remove">;
  readonly hookSender: Pick<HookSender, "findFault">;
  readonly hookQueue: HookQueue;
  readonly audit: AuditLog;
}

interface ByHost {
  readonly room: RoomId;
  readonly actor: UserId;
}

/**
 * Has a room's events sent to an address from now on; hosts may.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who is no host,
 *   `invalid` for an address that nothing is sent to, `conflict` when the room has as many as one may have.
 */
export async function createOutgoingHook(
  deps: OutgoingHookDeps,
  { room, actor, body }: ByHost & { body: CreateOutgoingHookBody },
): Promise<{ hook: OutgoingHook; secret: string }> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.create");
  requireTarget(deps, body.url);
  const made = await deps.outgoingHooks.create({
    room,
    by: actor,
    ...body,
    hooksMax: limits.hooksPerRoomMax,
  });
  if (made === "full") {
    const message = `The room has ${limits.hooksPerRoomMax} outgoing webhooks. Delete one first.`;
    throw new ChatError("conflict", { message });
  }
  const details = { kind: "outgoing", events: body.events };
  await deps.audit.record({ actor, action: "hook.created", room, target: made.hook.id, details });
  return made;
}

/** A room's outgoing webhooks, without their secrets. Refuses as `createOutgoingHook`. */
export async function listOutgoingHooks(
  deps: OutgoingHookDeps,
  { room, actor }: ByHost,
): Promise<OutgoingHook[]> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.manage");
  return deps.outgoingHooks.list(room);
}

/**
 * Changes an outgoing webhook. One that is enabled goes on where it ended. Refuses as `createOutgoingHook`, and with
 * `not_found` when the room has none such.
 */
export async function updateOutgoingHook(
  deps: OutgoingHookDeps,
  { room, actor, hook: id, body }: ByHost & { hook: string; body: UpdateOutgoingHookBody },
): Promise<OutgoingHook> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.manage");
  if (body.url !== undefined) requireTarget(deps, body.url);
  const updated = await deps.outgoingHooks.update({ room, id, ...body });
  if (updated === undefined) throw new ChatError("not_found");
  const { url, ...told } = body;
  const details = { kind: "outgoing", ...told, ...(url !== undefined && { url: "changed" }) };
  await deps.audit.record({ actor, action: "hook.changed", room, target: id, details });
  // Best effort: the sweep asks as well.
  if (updated.disabledAt === null) await deps.hookQueue.push(id, 0).catch(() => undefined);
  return updated;
}

/** Ends an outgoing webhook. Refuses as `updateOutgoingHook`. */
export async function deleteOutgoingHook(
  deps: OutgoingHookDeps,
  { room, actor, hook }: ByHost & { hook: string },
): Promise<void> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "hook.manage");
  if (!(await deps.outgoingHooks.remove({ room, id: hook }))) throw new ChatError("not_found");
  const details = { kind: "outgoing" };
  await deps.audit.record({ actor, action: "hook.deleted", room, target: hook, details });
}

function requireTarget({ hookSender }: Pick<OutgoingHookDeps, "hookSender">, url: string): void {
  const fault = hookSender.findFault(url);
  if (fault !== undefined) throw new ChatError("invalid", { fields: { url: fault } });
}
