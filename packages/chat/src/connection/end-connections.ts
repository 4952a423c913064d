import type { UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
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
 * A connection whose record is out of reach may be another session's: it is closed without a word. A client that is
 * still signed in is back at once, and one that is not is not let in again.
 *
 * @throws {ChatError} `unavailable` when the gate could not be shut, the records could not be read, or the gateway
 *   did not close; what was found was closed all the same.
 */
export async function endConnections(deps: EndConnectionsDeps, input: EndConnectionsInput): Promise<void> {
  const { user, sessionId, reason } = input;
  const shut = await Promise.allSettled([deps.gate.shut(user, { sessionId, atMs: deps.clock.now() })]);
  const { ending, unknown, failures } = await findConnections(deps, input);
  const closed = await Promise.all([
    turnAway(deps, { connectionIds: ending, user, reason }),
    ...unknown.map((connectionId) => deps.gateway.close(connectionId)),
  ]);
  const [failure] = [...reasonsOf(shut), ...failures];
  if (failure !== undefined) throw failure;
  if (closed.includes(false))
    throw new ChatError("unavailable", { cause: new Error("Sockets are open still.") });
}

interface FoundConnections {
  readonly ending: readonly string[];
  /** Of a session that cannot be told. */
  readonly unknown: readonly string[];
  readonly failures: readonly unknown[];
}

/** By the index, which may be a moment behind, and by the leases, which are not but may be lost. */
async function findConnections(
  deps: EndConnectionsDeps,
  { user, sessionId }: EndConnectionsInput,
): Promise<FoundConnections> {
  const isEnding = (one: ConnectionRecord) => sessionId === undefined || one.sessionId === sessionId;
  const [recorded, leased] = await Promise.all([
    Promise.allSettled([deps.connections.listByUser(user)]),
    deps.presence.list(user).catch(() => []),
  ]);
  const records = recorded.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  const known = new Set(records.map(({ connectionId }) => connectionId));
  const others = leased.filter((connectionId) => !known.has(connectionId));
  const looked = await Promise.allSettled(others.map((connectionId) => deps.connections.find(connectionId)));
  const found = looked.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
  return {
    ending: [...records, ...found].filter(isEnding).map(({ connectionId }) => connectionId),
    unknown: others.filter((_, at) => looked[at]?.status === "rejected"),
    failures: reasonsOf([...recorded, ...looked]),
  };
}

function reasonsOf(outcomes: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
}
