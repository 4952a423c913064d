import { admitConnection } from "@parley/chat/connection/admit-connection";
import { createRedis } from "@parley/stores/redis/redis-client";
import { RedisSessionGate } from "@parley/stores/redis/redis-session-gate";
import { RedisTicketStore } from "@parley/stores/redis/redis-ticket-store";
import { systemClock } from "@parley/stores/system";
import { readConfig } from "../edge/config.ts";
import { wrapAuthorizer } from "../edge/wrap-authorizer.ts";

const config = readConfig("authorize");
const redis = createRedis({ url: config.REDIS_URL, cluster: config.REDIS_CLUSTER });
const deps = {
  tickets: new RedisTicketStore(redis),
  gate: new RedisSessionGate(redis),
  clock: systemClock,
  originsAllowed: config.ORIGINS_ALLOWED,
};

export const handler = wrapAuthorizer("authorize", ({ ticket, origin }) =>
  admitConnection(deps, { ticket, origin }),
);
