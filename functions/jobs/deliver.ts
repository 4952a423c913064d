import { deliverShard } from "@parley/chat/delivery/deliver-shard";
import { loadDynamoTable } from "@parley/stores/dynamodb/dynamodb-client";
import { DynamoConnectionStore } from "@parley/stores/dynamodb/dynamodb-connection-store";
import { createRedis } from "@parley/stores/redis/redis-client";
import { RedisRoomLog } from "@parley/stores/redis/redis-room-log";
import { readDeliveryShard } from "@parley/stores/sqs/sqs-delivery-queue";
import { systemClock } from "@parley/stores/system";
import { composeGateway } from "../edge/compose-gateway.ts";
import { readConfig } from "../edge/config.ts";
import { wrapQueue } from "../edge/wrap-queue.ts";

const config = readConfig("deliver");
const redis = createRedis({ url: config.REDIS_URL, cluster: config.REDIS_CLUSTER });
const deps = {
  connections: new DynamoConnectionStore(loadDynamoTable(config.CONNECTIONS_TABLE)),
  log: new RedisRoomLog(redis),
  clock: systemClock,
  random: Math.random,
  ...composeGateway(config, "deliver"),
};

/** Posts the shards of large rooms. */
export const handler = wrapQueue("deliver", async (body, { logger }) => {
  const shard = readDeliveryShard(body);
  await deliverShard(deps, shard);
  const { room, shard: number, firstSeq, lastSeq, recipients } = shard;
  logger.info("delivered", { room, shard: number, firstSeq, lastSeq, recipients: recipients.length });
});
