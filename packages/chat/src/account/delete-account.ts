import type { RoomId, UserId } from "@parley/protocol";
import type { BotStore } from "../bot/bot-store.ts";
import { type EndConnectionsDeps, endConnections } from "../connection/end-connections.ts";
import { type DecideDeps, decideMembers } from "../room/decide-members.ts";
import { isLastOwner, type RoomStore } from "../room/room-store.ts";
import type { AccountStore } from "./account-store.ts";
import type { AuditLog } from "./audit-log.ts";

export interface DeleteAccountDeps extends DecideDeps {
  readonly gate: EndConnectionsDeps["gate"];
  readonly presence: EndConnectionsDeps["presence"];
  readonly rooms: Pick<RoomStore, "findState" | "listOf" | "listMembers">;
  readonly accounts: Pick<AccountStore, "erase">;
  readonly bots: Pick<BotStore, "listOf">;
  readonly audit: AuditLog;
}

const roomsAtOnceMax = 500;
const roundsMax = 20;
/** The leaving owner, and who is next to them in rank. */
const successorsLookedAt = 2;

/**
 * Deletes an account, and the person's bots before it: leaves every room (handing over those that nobody else leads), ends every session and
 * connection, and forgets who it was. What was said stays, under the name of a deleted user. Repeating it after
 * a failure goes on where it ended.
 *
 * @throws {ChatError} `unavailable` when a store is out of reach.
 */
export async function deleteAccount(deps: DeleteAccountDeps, { user }: { user: UserId }): Promise<void> {
  for (const bot of await deps.bots.listOf(user)) await deleteAccount(deps, { user: bot.id });
  for (let round = 0; round < roundsMax; round += 1) {
    const rooms = await deps.rooms.listOf({ user, limit: roomsAtOnceMax });
    if (rooms.length === 0) break;
    for (const { id } of rooms) await withdraw(deps, { room: id, user });
  }
  await deps.accounts.erase(user);
  await deps.audit.record({ actor: user, action: "account.deleted", target: user });
  await endConnections(deps, { user, reason: "account_deleted" });
}

async function withdraw(
  deps: DeleteAccountDeps,
  { room, user }: { room: RoomId; user: UserId },
): Promise<void> {
  const people = await deps.rooms.listMembers({ room, limit: successorsLookedAt });
  const successor = people.find((member) => member.user.id !== user)?.user.id;
  if (successor !== undefined) {
    await decideMembers(deps, { room, actor: user }, (state) =>
      isLastOwner(state, user) ? { kind: "member.role", userId: successor, role: "owner" } : undefined,
    );
  }
  await decideMembers(deps, { room, actor: user }, (state) =>
    state.role === null ? undefined : { kind: "member.left", userId: user, reason: "left" },
  );
}
