import { deliverHook } from "@parley/chat/hook/deliver-hook";
import { openDatabase } from "@parley/stores/postgres/database";
import { PostgresEventStore } from "@parley/stores/postgres/postgres-event-store";
import { PostgresOutgoingHookStore } from "@parley/stores/postgres/postgres-outgoing-hook-store";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { createSqs } from "@parley/stores/sqs/sqs-client";
import { readHookRequest, SqsHookQueue } from "@parley/stores/sqs/sqs-hook-queue";
import { newRandomId, systemClock } from "@parley/stores/system";
import { HttpHookSender } from "@parley/stores/webhook/http-hook-sender";
import { readConfig } from "../edge/config.ts";
import { wrapQueue } from "../edge/wrap-queue.ts";

const config = readConfig("hook");
const sql = createSqlRunner(openDatabase({ url: config.DATABASE_URL, wsProxy: config.DATABASE_WS_PROXY }));
const deps = {
  outgoingHooks: new PostgresOutgoingHookStore(sql),
  events: new PostgresEventStore(sql),
  hookSender: new HttpHookSender({ targets: config.HOOK_TARGETS }),
  hookQueue: new SqsHookQueue(createSqs(), config.HOOKS_QUEUE_URL),
  clock: systemClock,
  newId: newRandomId,
};

/** Sends outgoing webhooks what they lack. A receiver that fails is no failure of the message: it is asked for again. */
export const handler = wrapQueue("hook", async (body, { logger }) => {
  const hook = readHookRequest(body);
  const delivered = await deliverHook(deps, { hook });
  if (delivered === undefined) return;
  if (delivered.failure === undefined) logger.info("sent", { hook, ...delivered });
  else logger.warn("not sent", { hook, ...delivered });
});
