/** The functions' settings, computed from what was started here; the topology says who gets which. */
import {
  type EnvironmentName,
  environment,
  type FunctionName,
  functions,
  postgres,
  websocket,
} from "@parley/topology";
import type { Credentials } from "../gateway/sigv4.ts";
import type { AwsEndpoints } from "../servers/aws-services.ts";
import { connectionsTableName } from "../servers/connections-table.ts";

/** The account that everything local is in. */
export const account = {
  id: "000000000000",
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local", sessionToken: "local" },
} as const;

export type Settings = Readonly<Record<EnvironmentName, string>>;

export interface SettingsInput {
  readonly pagePort: number;
  readonly websocketPort: number;
  readonly databaseUrl: string;
  readonly databaseWsProxy: string;
  readonly redisUrl: string;
  readonly authSecret: string;
  readonly queues: readonly { readonly name: string; readonly url: string }[];
  /** Replace what is computed here. */
  readonly overrides: Readonly<Partial<Record<EnvironmentName, string>>>;
}

/** The setting that a queue's address is given by: `DELIVERIES_QUEUE_URL` for `deliveries`. */
function queueSetting(name: string): string {
  return `${name.replace(/[A-Z]/g, "_$&").toUpperCase()}_QUEUE_URL`;
}

/** Every setting, so that a new one in the topology that nobody computes stops the compiler or the start. */
export function computeSettings(input: SettingsInput): Settings {
  const { pagePort, websocketPort } = input;
  const computed: Partial<Record<EnvironmentName, string>> = {
    STAGE: "local",
    REDIS_URL: input.redisUrl,
    DATABASE_URL: input.databaseUrl,
    DATABASE_WS_PROXY: input.databaseWsProxy,
    CONNECTIONS_TABLE: connectionsTableName,
    WEBSOCKET_CALLBACK_URL: `http://127.0.0.1:${websocketPort}/${websocket.stage}`,
    WEBSOCKET_URL: `ws://localhost:${websocketPort}/${websocket.stage}`,
    PUBLIC_URL: `http://localhost:${pagePort}`,
    ORIGINS_ALLOWED: `http://localhost:${pagePort},http://127.0.0.1:${pagePort}`,
    AUTH_SECRET: input.authSecret,
    // Served to others, behind TLS, it is no playground any more.
    HOOK_TARGETS: input.overrides.PUBLIC_URL?.startsWith("https:") === true ? "public" : "any",
    MAIL_FROM: "Parley <parley@localhost.example>",
    ...Object.fromEntries(input.queues.map(({ name, url }) => [queueSetting(name), url])),
  };
  const settings: Partial<Record<EnvironmentName, string>> = {};
  for (const name of Object.keys(environment) as EnvironmentName[]) {
    const facts: { readonly default?: string; readonly description: string } = environment[name];
    const value = input.overrides[name] ?? computed[name] ?? facts.default;
    if (value === undefined) throw new Error(`The setting ${name} is missing. ${facts.description}`);
    settings[name] = value;
  }
  return settings as Settings;
}

/**
 * What one function gets: the settings that the topology lists for it, and nothing else. The database's
 * address is that of the owner for the few that change tables.
 */
export function settingsOf(
  settings: Settings,
  input: { readonly name: FunctionName; readonly databaseOwnerUrl: string },
): Readonly<Record<string, string>> {
  const isOwner = postgres.ownerFunctions.includes(input.name);
  const own: Settings = isOwner ? { ...settings, DATABASE_URL: input.databaseOwnerUrl } : settings;
  return Object.fromEntries(functions[input.name].environment.map((setting) => [setting, own[setting]]));
}

/**
 * The variables by which the AWS SDK finds its services and credentials: the only thing that tells a
 * function's drivers that they are not in AWS.
 *
 * Source: "Service-specific endpoints", AWS SDKs and Tools reference guide.
 */
export function sdkVariables(
  endpoints: AwsEndpoints,
  credentials: Credentials,
): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoUrl,
    AWS_ENDPOINT_URL_SESV2: endpoints.mailUrl,
    AWS_ENDPOINT_URL_SQS: endpoints.queuesUrl,
  };
}
