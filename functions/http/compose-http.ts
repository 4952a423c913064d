import { sendVerification } from "@parley/chat/account/send-verification";
import { endConnections } from "@parley/chat/connection/end-connections";
import type { Mail } from "@parley/chat/mail/mailer";
import { writeKnownAddressMail } from "@parley/chat/mail/write-known-address-mail";
import { writeResetMail } from "@parley/chat/mail/write-reset-mail";
import {
  PostgresAccountStore,
  PostgresVerificationStore,
} from "@parley/stores/postgres/postgres-account-store";
import { PostgresAdminStore } from "@parley/stores/postgres/postgres-admin-store";
import { PostgresAuditLog } from "@parley/stores/postgres/postgres-audit-log";
import { PostgresInviteStore } from "@parley/stores/postgres/postgres-invite-store";
import { PostgresMessageSearch } from "@parley/stores/postgres/postgres-message-search";
import { PostgresRoomStore } from "@parley/stores/postgres/postgres-room-store";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { RedisOnlineDirectory } from "@parley/stores/redis/redis-online-directory";
import { RedisTicketStore } from "@parley/stores/redis/redis-ticket-store";
import { createSes, SesMailer } from "@parley/stores/ses/ses-mailer";
import type { Chat, ChatClients } from "../edge/compose-chat.ts";
import type { Config } from "../edge/config.ts";
import { openTelemetry } from "../edge/telemetry.ts";
import { createAuth } from "./account/create-auth.ts";
import { handOver } from "./account/hand-over.ts";
import { composeChecks } from "./compose-checks.ts";
import type { HttpDeps } from "./http-deps.ts";

/** Puts the HTTP API together over the domain: once per sandbox, nothing connected before it is used. */
export function composeHttp(config: Config<"api">, chat: Chat & ChatClients): HttpDeps {
  const { redis, database } = chat;
  const telemetry = openTelemetry("api");
  const sql = createSqlRunner(database);
  const publicUrl = config.PUBLIC_URL;
  const verifications = new PostgresVerificationStore(sql);
  const mailer = new SesMailer(createSes(), config.MAIL_FROM);
  const send = (mail: Mail) => mailer.send(mail);
  const admin = new PostgresAdminStore(sql);
  const auth = createAuth({
    isBanned: (user) => admin.isBanned(user),
    db: database.db,
    secret: config.AUTH_SECRET,
    publicUrl,
    originsAllowed: config.ORIGINS_ALLOWED,
    logger: telemetry.logger,
    mails: {
      verification: (person) =>
        handOver(telemetry, "verification mail", () =>
          sendVerification({ verifications, mailer, publicUrl }, person),
        ),
      reset: ({ name, email }, token) => {
        const link = `${publicUrl}/reset-password?token=${encodeURIComponent(token)}`;
        return handOver(telemetry, "reset mail", () =>
          send({ to: email, ...writeResetMail({ name, link, site: publicUrl }) }),
        );
      },
      knownAddress: ({ name, email }) =>
        handOver(telemetry, "known address mail", () =>
          send({ to: email, ...writeKnownAddressMail({ name, site: publicUrl }) }),
        ),
    },
    sessionEnded: (session) =>
      handOver(telemetry, "end connections", () =>
        endConnections(chat, { ...session, reason: "signed_out" }),
      ),
  });
  return {
    ...chat,
    auth,
    verifications,
    accounts: new PostgresAccountStore(sql),
    rooms: new PostgresRoomStore(sql),
    invites: new PostgresInviteStore(sql),
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
    adminEmail: config.ADMIN_EMAIL,
    checks: composeChecks(chat),
    websocketUrl: config.WEBSOCKET_URL,
    publicUrl,
    originsAllowed: config.ORIGINS_ALLOWED,
  };
}
