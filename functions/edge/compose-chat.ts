import type { GreetDeps } from "@parley/chat/connection/greet-connection";
import type { NotifyDeps } from "@parley/chat/connection/notify-person";
import type { SessionGate } from "@parley/chat/connection/session-gate";
import type { ListMessagesDeps } from "@parley/chat/history/list-messages";
import type { HookQueue } from "@parley/chat/hook/outgoing-hook-store";
import type { MarkReadDeps } from "@parley/chat/membership/mark-read";
import type { SendMessageDeps } from "@parley/chat/message/send-message";
import { createWordListScreen } from "@parley/chat/screen/word-list-screen";
import type { CountRefusalDeps } from "@parley/chat/throttle/count-refusal";
import type { ThrottleFramesDeps } from "@parley/chat/throttle/throttle-frames";
import { loadDynamoTable } from "@parley/stores/dynamodb/dynamodb-client";
import { DynamoConnectionStore } from "@parley/stores/dynamodb/dynamodb-connection-store";
import { type Database, openDatabase } from "@parley/stores/postgres/database";
import { PostgresEventStore } from "@parley/stores/postgres/postgres-event-store";
import { PostgresHistoryStore } from "@parley/stores/postgres/postgres-history-store";
import {
  PostgresMemberDirectory,
  PostgresReadMarkStore,
} from "@parley/stores/postgres/postgres-read-mark-store";
import { PostgresSessionDirectory } from "@parley/stores/postgres/postgres-session-directory";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { createRedis, type RedisClient } from "@parley/stores/redis/redis-client";
import { RedisPresenceStore } from "@parley/stores/redis/redis-presence-store";
import { RedisRoomLog } from "@parley/stores/redis/redis-room-log";
import { RedisSessionGate } from "@parley/stores/redis/redis-session-gate";
import { RedisThrottle } from "@parley/stores/redis/redis-throttle";
import { createSqs } from "@parley/stores/sqs/sqs-client";
import { SqsDeliveryQueue } from "@parley/stores/sqs/sqs-delivery-queue";
import { SqsDrainQueue } from "@parley/stores/sqs/sqs-drain-queue";
import { SqsHookQueue } from "@parley/stores/sqs/sqs-hook-queue";
import { systemClock } from "@parley/stores/system";
import type { FunctionName } from "@parley/topology";
import { composeGateway } from "./compose-gateway.ts";
import { newCorrelatedId } from "./current-request.ts";
import type { Settings } from "./setting-schemas.ts";
import { openTelemetry } from "./telemetry.ts";
import { watchLog } from "./watch-log.ts";

/** Everything that the domain's functions ask for, over the real stores. */
export type Chat = SendMessageDeps &
  ListMessagesDeps &
  MarkReadDeps &
  GreetDeps &
  CountRefusalDeps &
  ThrottleFramesDeps &
  NotifyDeps & { readonly gate: SessionGate };

/** The stores' own clients, for those who need them beside the domain (health, accounts). */
export interface ChatClients {
  readonly redis: RedisClient;
  readonly database: Database;
  readonly hookQueue: HookQueue;
}

export type ChatSettings = Pick<
  Settings,
  | "REDIS_URL"
  | "REDIS_CLUSTER"
  | "DATABASE_URL"
  | "DATABASE_WS_PROXY"
  | "CONNECTIONS_TABLE"
  | "WEBSOCKET_CALLBACK_URL"
  | "DELIVERIES_QUEUE_URL"
  | "DRAINS_QUEUE_URL"
  | "HOOKS_QUEUE_URL"
  | "DIRECT_RECIPIENTS_MAX"
> &
  Partial<Pick<Settings, "LIMIT_MESSAGES" | "LIMIT_FRAMES" | "SPAM_WORDS">>;

/** Puts the domain together for one function: once per sandbox, nothing connected before it is used. */
export function composeChat(settings: ChatSettings, name: FunctionName): Chat & ChatClients {
  const { logger, metrics } = openTelemetry(name);
  const redis = createRedis({ url: settings.REDIS_URL, cluster: settings.REDIS_CLUSTER });
  const database = openDatabase({ url: settings.DATABASE_URL, wsProxy: settings.DATABASE_WS_PROXY });
  const sql = createSqlRunner(database);
  const sqs = createSqs();
  return {
    redis,
    database,
    clock: systemClock,
    random: Math.random,
    newId: newCorrelatedId,
    log: new RedisRoomLog(redis),
    events: new PostgresEventStore(sql),
    watch: watchLog({ logger, metrics }),
    history: new PostgresHistoryStore(sql),
    readMarks: new PostgresReadMarkStore(sql),
    directory: new PostgresMemberDirectory(sql),
    connections: new DynamoConnectionStore(loadDynamoTable(settings.CONNECTIONS_TABLE)),
    presence: new RedisPresenceStore(redis),
    gate: new RedisSessionGate(redis),
    sessions: new PostgresSessionDirectory(sql),
    throttle: new RedisThrottle(redis),
    messageLimit: settings.LIMIT_MESSAGES ?? [],
    frameLimit: settings.LIMIT_FRAMES ?? [],
    cutOff: new Set(),
    screen: composeScreen(settings.SPAM_WORDS ?? []),
    drainQueue: new SqsDrainQueue(sqs, settings.DRAINS_QUEUE_URL),
    hookQueue: new SqsHookQueue(sqs, settings.HOOKS_QUEUE_URL),
    largeAudiences: {
      queue: new SqsDeliveryQueue(sqs, settings.DELIVERIES_QUEUE_URL),
      recipientsAbove: settings.DIRECT_RECIPIENTS_MAX,
    },
    ...composeGateway(settings, name),
  };
}

/** Without a word that is refused, nothing is looked at. */
function composeScreen(words: readonly string[]) {
  return words.length === 0 ? undefined : createWordListScreen(words);
}
