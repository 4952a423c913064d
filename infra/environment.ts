/** The value of every setting in `topology/environment`; each function gets just those that it lists. */
import {
  type EnvironmentName,
  type FunctionName,
  functions,
  postgres,
  type QueueName,
} from "@parley/topology";
import type { PostgresStore } from "./postgres.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

type Text = $util.Input<string>;

export interface EnvironmentInput {
  readonly settings: Settings;
  readonly redis: { readonly url: Text; readonly cluster: boolean };
  readonly postgres: Pick<PostgresStore, "wsProxy" | "appUrl" | "ownerUrl">;
  readonly secrets: Secrets;
  readonly connectionsTable: Text;
  readonly queueUrls: Readonly<Record<QueueName, Text>>;
  readonly websocketUrl: Text;
  readonly websocketCallbackUrl: Text;
  readonly publicUrl: Text;
}

/** Every setting. */
export type EnvironmentValues = Readonly<Record<EnvironmentName, Text>>;

export function environmentValues(input: EnvironmentInput): EnvironmentValues {
  const { settings, publicUrl } = input;
  return {
    STAGE: settings.stage,
    LOG_LEVEL: settings.logLevel,
    REDIS_URL: input.redis.url,
    REDIS_CLUSTER: String(input.redis.cluster),
    DATABASE_URL: input.postgres.appUrl,
    DATABASE_WS_PROXY: input.postgres.wsProxy,
    CONNECTIONS_TABLE: input.connectionsTable,
    DELIVERIES_QUEUE_URL: input.queueUrls.deliveries,
    DRAINS_QUEUE_URL: input.queueUrls.drains,
    HOOKS_QUEUE_URL: input.queueUrls.hooks,
    HOOK_TARGETS: "public",
    DIRECT_RECIPIENTS_MAX: settings.directRecipientsMax,
    WEBSOCKET_CALLBACK_URL: input.websocketCallbackUrl,
    WEBSOCKET_URL: input.websocketUrl,
    PUBLIC_URL: publicUrl,
    ORIGINS_ALLOWED: $util.output(publicUrl).apply((origin) => [origin, ...settings.originsExtra].join(",")),
    AUTH_SECRET: input.secrets.auth,
    MAIL_FROM: settings.mailFrom,
    LIMIT_MESSAGES: settings.limitMessages,
    SPAM_WORDS: settings.spamWords,
    ...settings.callLimits,
    ADMIN_EMAIL: settings.adminEmail,
    GITHUB_CLIENT_ID: settings.oauthClients.github,
    GITHUB_CLIENT_SECRET: input.secrets.githubClient,
    GITHUB_URL: settings.githubUrl,
    GOOGLE_CLIENT_ID: settings.oauthClients.google,
    GOOGLE_CLIENT_SECRET: input.secrets.googleClient,
    ORIGIN_SECRET: settings.local === undefined ? input.secrets.edgeProof : "",
  };
}

/** The settings of one function. The owner of the tables is known to `postgres.ownerFunctions` alone. */
export function environmentOf(
  name: FunctionName,
  values: EnvironmentValues,
  ownerUrl: Text,
): Record<string, Text> {
  const own: EnvironmentValues = postgres.ownerFunctions.includes(name)
    ? { ...values, DATABASE_URL: ownerUrl }
    : values;
  return Object.fromEntries(functions[name].environment.map((setting) => [setting, own[setting]]));
}
