import { forgetConnection } from "@parley/chat/connection/forget-connection";
import { loadDynamoTable } from "@parley/stores/dynamodb/dynamodb-client";
import { DynamoConnectionStore } from "@parley/stores/dynamodb/dynamodb-connection-store";
import { createRedis } from "@parley/stores/redis/redis-client";
import { RedisPresenceStore } from "@parley/stores/redis/redis-presence-store";
import { RedisRoomLog } from "@parley/stores/redis/redis-room-log";
import { readConfig } from "../edge/config.ts";
import { wrapWebsocket } from "../edge/wrap-websocket.ts";

const config = readConfig("disconnect");
const redis = createRedis({ url: config.REDIS_URL, cluster: config.REDIS_CLUSTER });
const presence = new RedisPresenceStore(redis);
const deps = {
  connections: new DynamoConnectionStore(loadDynamoTable(config.CONNECTIONS_TABLE)),
  log: new RedisRoomLog(redis),
};

export const handler = wrapWebsocket("disconnect", async ({ connectionId, identity }) => {
  await forgetConnection(deps, connectionId);
  if (identity !== undefined) await presence.end(identity.userId, connectionId);
  return undefined;
});
