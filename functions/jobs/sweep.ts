import { sweepSessions } from "@parley/chat/connection/sweep-sessions";
import { sweepHooks } from "@parley/chat/hook/sweep-hooks";
import { sweepRooms } from "@parley/chat/message/sweep-rooms";
import { sweepPresence } from "@parley/chat/presence/announce-presence";
import { PostgresEndedSessions } from "@parley/stores/postgres/postgres-ended-sessions";
import { PostgresOutgoingHookStore } from "@parley/stores/postgres/postgres-outgoing-hook-store";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { composeChat } from "../edge/compose-chat.ts";
import { readConfig } from "../edge/config.ts";
import { wrapJob } from "../edge/wrap-job.ts";

const chat = composeChat(readConfig("sweep"), "sweep");
const sql = createSqlRunner(chat.database);
const outgoingHooks = new PostgresOutgoingHookStore(sql);
const endedSessions = new PostgresEndedSessions(sql);

/** Rooms come last: what fails there is the sweep's failure, and what else fails does not keep them waiting. */
export const handler = wrapJob("sweep", async (_event: unknown, { logger }) => {
  const fail = (what: string, error?: unknown) => {
    logger.error(`${what} not swept`, { error: error instanceof Error ? error : undefined });
    return 0;
  };
  const attempt = (what: string, sweep: () => Promise<number>) =>
    sweep().catch((error: unknown) => fail(what, error));
  const sessions = await attempt("sessions", async () => {
    const { ended, failed } = await sweepSessions({ ...chat, endedSessions });
    if (failed > 0) fail(`${failed} sessions`);
    return ended;
  });
  const hooks = await attempt("hooks", () => sweepHooks({ ...chat, outgoingHooks }));
  const offline = await attempt("presence", () => sweepPresence(chat));
  const swept = { ...(await sweepRooms(chat)), sessions, hooks, offline };
  if (swept.stalled > 0 || hooks > 0 || offline > 0) logger.info("swept", swept);
  return swept;
});
