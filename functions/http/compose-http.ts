import { openDrizzle } from "@parley/stores/postgres/drizzle-database";
import { PostgresAccountStore } from "@parley/stores/postgres/postgres-account-store";
import { PostgresAdminStore } from "@parley/stores/postgres/postgres-admin-store";
import { PostgresAuditLog } from "@parley/stores/postgres/postgres-audit-log";
import { PostgresBotStore } from "@parley/stores/postgres/postgres-bot-store";
import { PostgresIncomingHookStore } from "@parley/stores/postgres/postgres-incoming-hook-store";
import { PostgresInviteStore } from "@parley/stores/postgres/postgres-invite-store";
import { PostgresMessageSearch } from "@parley/stores/postgres/postgres-message-search";
import { PostgresOutgoingHookStore } from "@parley/stores/postgres/postgres-outgoing-hook-store";
import { PostgresRoomStore } from "@parley/stores/postgres/postgres-room-store";
import { PostgresVerificationStore } from "@parley/stores/postgres/postgres-verification-store";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { RedisOnlineDirectory } from "@parley/stores/redis/redis-online-directory";
import { RedisTicketStore } from "@parley/stores/redis/redis-ticket-store";
import { createSes, SesMailer } from "@parley/stores/ses/ses-mailer";
import { HttpHookSender } from "@parley/stores/webhook/http-hook-sender";
import type { Chat, ChatClients } from "../edge/compose-chat.ts";
import type { Config } from "../edge/config.ts";
import { openTelemetry } from "../edge/telemetry.ts";
import { composeNotices } from "./account/compose-notices.ts";
import { createAuth } from "./account/create-auth.ts";
import { oauthProviders } from "./account/oauth-providers.ts";
import { createSessionReader } from "./account/session-reader.ts";
import { composeChecks } from "./compose-checks.ts";
import type { HttpDeps } from "./http-deps.ts";

/** Puts the HTTP API together over the domain: once per sandbox, nothing connected before it is used. */
export function composeHttp(config: Config<"api">, chat: Chat & ChatClients): HttpDeps {
  const { redis, database } = chat;
  const telemetry = openTelemetry("api");
  const sql = createSqlRunner(database);
  const publicUrl = config.PUBLIC_URL;
  const verifications = new PostgresVerificationStore(sql);
  const accounts = new PostgresAccountStore(sql);
  const admin = new PostgresAdminStore(sql);
  const mailer = new SesMailer(createSes(), config.MAIL_FROM);
  const notices = composeNotices({ ...chat, telemetry, mailer, verifications, publicUrl });
  const oauth = oauthProviders(config);
  const auth = createAuth({
    isBanned: (user) => admin.isBanned(user),
    db: openDrizzle(database),
    secret: config.AUTH_SECRET,
    publicUrl,
    originsAllowed: config.ORIGINS_ALLOWED,
    logger: telemetry.logger,
    notices,
    accounts,
    oauth,
  });
  return {
    ...chat,
    auth,
    readSession: createSessionReader({ auth, sql, nowMs: Date.now }),
    notices,
    oauth,
    verifications,
    accounts,
    rooms: new PostgresRoomStore(sql),
    invites: new PostgresInviteStore(sql),
    bots: new PostgresBotStore(sql),
    incomingHooks: new PostgresIncomingHookStore(sql),
    outgoingHooks: new PostgresOutgoingHookStore(sql),
    hookSender: new HttpHookSender({ targets: config.HOOK_TARGETS }),
    search: new PostgresMessageSearch(sql),
    audit: new PostgresAuditLog(sql),
    admin,
    online: new RedisOnlineDirectory(redis),
    tickets: new RedisTicketStore(redis),
    limits: {
      signedIn: config.LIMIT_CALLS,
      anonymous: config.LIMIT_CALLS_ANONYMOUS,
      signIn: config.LIMIT_SIGN_IN,
      signUp: config.LIMIT_SIGN_UP,
      mail: config.LIMIT_MAIL,
    },
    hookLimit: config.LIMIT_HOOKS,
    adminEmail: config.ADMIN_EMAIL,
    checks: composeChecks(chat),
    websocketUrl: config.WEBSOCKET_URL,
    publicUrl,
    originsAllowed: config.ORIGINS_ALLOWED,
  };
}
