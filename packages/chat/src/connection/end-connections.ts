import type { UserId } from "@parley/protocol";
import type { PresenceStore } from "../presence/presence-store.ts";
import type { ConnectionRecord } from "./connection-store.ts";
import type { NotifyDeps } from "./notify-person.ts";
import type { SessionGate } from "./session-gate.ts";
import { turnAway } from "./turn-away.ts";

export interface EndConnectionsDeps extends NotifyDeps {
  readonly gate: Pick<SessionGate, "shut">;
  readonly presence: Pick<PresenceStore, "list">;
}

export interface EndConnectionsInput {
  readonly user: UserId;
  /** Just the connections of this session; all of the person's where absent. */
  readonly sessionId?: string;
  readonly reason: string;
}

/**
 * Ends a person's connections, after the sessions behind them have ended in Postgres.
 *
 * The gate is shut first. A connection that began to listen before that is found by its lease, however late
 * the record's index is; one that comes after it meets the shut gate with its first frame. Repeating it is
 * harmless.
 *
 * @throws {ChatError} `unavailable` when the gate could not be shut; what is on record was closed all the same.
 */
export async function endConnections(deps: EndConnectionsDeps, input: EndConnectionsInput): Promise<void> {
  const { user, sessionId, reason } = input;
  const [shut] = await Promise.allSettled([deps.gate.shut(user, { sessionId, atMs: deps.clock.now() })]);
  const found = await findConnections(deps, user);
  const ending = found.filter((one) => sessionId === undefined || one.sessionId === sessionId);
  await turnAway(deps, { connectionIds: ending.map((one) => one.connectionId), user, reason });
  if (shut.status === "rejected") throw shut.reason;
}

/** By the index, which may be a moment behind, and by the leases, which are not but may be lost. */
async function findConnections(deps: EndConnectionsDeps, user: UserId): Promise<ConnectionRecord[]> {
  const [recorded, leased] = await Promise.all([
    deps.connections.listByUser(user),
    deps.presence.list(user).catch(() => []),
  ]);
  const known = new Set(recorded.map(({ connectionId }) => connectionId));
  const others = leased.filter((connectionId) => !known.has(connectionId));
  const found = await Promise.all(others.map((connectionId) => deps.connections.find(connectionId)));
  return [...recorded, ...found.filter((one) => one !== undefined)];
}
