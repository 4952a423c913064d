import { sweepHooks } from "@parley/chat/hook/sweep-hooks";
import { sweepRooms } from "@parley/chat/message/sweep-rooms";
import { PostgresOutgoingHookStore } from "@parley/stores/postgres/postgres-outgoing-hook-store";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { composeChat } from "../edge/compose-chat.ts";
import { readConfig } from "../edge/config.ts";
import { wrapJob } from "../edge/wrap-job.ts";

const chat = composeChat(readConfig("sweep"), "sweep");
const outgoingHooks = new PostgresOutgoingHookStore(createSqlRunner(chat.database));

export const handler = wrapJob("sweep", async (_event: unknown, { logger }) => {
  const hooks = await sweepHooks({ ...chat, outgoingHooks }).catch((error: unknown) => {
    logger.error("hooks not swept", { error: error instanceof Error ? error : undefined });
    return 0;
  });
  const swept = { ...(await sweepRooms(chat)), hooks };
  if (swept.stalled > 0 || hooks > 0) logger.info("swept", swept);
  return swept;
});
