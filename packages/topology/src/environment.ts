/**
 * The settings that functions read from their environment.
 *
 * `functions/edge/config.ts` parses them; a missing or malformed one stops the start with a
 * sentence that names it. `secret` values come from the secret store and are never logged.
 */
export interface SettingFacts {
  readonly description: string;
  readonly secret: boolean;
  /** Used when the variable is absent; without a default the setting is required. */
  readonly default?: string;
  /** Is set together with this one, or neither is. */
  readonly together?: string;
}

export const environment = {
  STAGE: { description: "Name of the deployment: local, dev, staging, production.", secret: false },
  LOG_LEVEL: { description: "DEBUG, INFO, WARN or ERROR.", secret: false, default: "INFO" },
  REDIS_URL: { description: "redis:// or rediss:// (TLS) address of Redis or Valkey.", secret: true },
  REDIS_CLUSTER: {
    description: "true when REDIS_URL is a cluster's configuration endpoint.",
    secret: false,
    default: "false",
  },
  DATABASE_URL: { description: "postgres:// address.", secret: true },
  DATABASE_WS_PROXY: {
    description:
      "host:port/path of a WebSocket-to-Postgres proxy spoken to without TLS; empty for Neon, which offers its own.",
    secret: false,
    default: "",
  },
  CONNECTIONS_TABLE: { description: "Name of the DynamoDB table of connections.", secret: false },
  WEBSOCKET_CALLBACK_URL: {
    description: "http(s):// address with the stage, under which @connections answers.",
    secret: false,
  },
  DELIVERIES_QUEUE_URL: { description: "Address of the queue of fan-out shards.", secret: false },
  DRAINS_QUEUE_URL: { description: "Address of the queue of rooms to be drained.", secret: false },
  HOOKS_QUEUE_URL: { description: "Address of the queue of outgoing webhooks to be sent.", secret: false },
  HOOK_TARGETS: {
    description: "public: outgoing webhooks reach public addresses alone, over TLS. any: for one machine.",
    secret: false,
    default: "public",
  },
  DIRECT_RECIPIENTS_MAX: {
    description: "Connections of a room above which its frames go out in shards over a queue.",
    secret: false,
    default: "500",
  },
  WEBSOCKET_URL: { description: "ws(s):// address that clients connect to.", secret: false },
  PUBLIC_URL: { description: "Origin of the web page; links in mails begin with it.", secret: false },
  ORIGINS_ALLOWED: {
    description: "Comma-separated origins of browsers that may connect and call.",
    secret: false,
  },
  AUTH_SECRET: { description: "At least 32 random characters; signs sessions and tokens.", secret: true },
  MAIL_FROM: { description: "Sender of mails: an address, or Name <address>.", secret: false },
  LIMIT_MESSAGES: {
    description: 'Messages a user may send, such as "1/second,10/minute", or "unlimited".',
    secret: false,
    default: "1/second,10/minute",
  },
  LIMIT_FRAMES: {
    description: "Frames that are no messages, per user; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "100/second,1200/minute",
  },
  LIMIT_CALLS: {
    description: "HTTP calls of a signed-in user; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "1000/hour",
  },
  LIMIT_CALLS_ANONYMOUS: {
    description: "HTTP calls without a session, per address; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "100/hour",
  },
  LIMIT_SIGN_IN: {
    description: "Attempts to sign in, per address and per account; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "20/minute,60/hour",
  },
  LIMIT_SIGN_UP: {
    description: "Sign-ups per address; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "10/minute,30/hour",
  },
  LIMIT_MAIL: {
    description: "Mails to one recipient that a caller may ask for; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "5/hour,20/day",
  },
  LIMIT_HOOKS: {
    description: "Messages that an incoming webhook may post; written as LIMIT_MESSAGES is.",
    secret: false,
    default: "5/second,60/minute",
  },
  SPAM_WORDS: {
    description: "Comma-separated words and phrases that no message may hold; empty: none.",
    secret: false,
    default: "",
  },
  ORIGIN_SECRET: {
    description:
      "What CloudFront proves itself with, so that the caller's address which it names is believed; empty: none is.",
    secret: true,
    default: "",
  },
  ADMIN_EMAIL: {
    description:
      "Verified address whose account administers the service; empty: nobody's, but who was made it.",
    secret: false,
    default: "",
  },
  GITHUB_CLIENT_ID: {
    description: "Of the OAuth app at GitHub; empty: no such sign-in.",
    secret: false,
    default: "",
    together: "GITHUB_CLIENT_SECRET",
  },
  GITHUB_CLIENT_SECRET: { description: "Of the OAuth app at GitHub.", secret: true, default: "" },
  GITHUB_URL: {
    description: "GitHub's origin, or that of a GitHub Enterprise Server.",
    secret: false,
    default: "https://github.com",
  },
  GOOGLE_CLIENT_ID: {
    description: "Of the OAuth client at Google; empty: no such sign-in.",
    secret: false,
    default: "",
    together: "GOOGLE_CLIENT_SECRET",
  },
  GOOGLE_CLIENT_SECRET: { description: "Of the OAuth client at Google.", secret: true, default: "" },
} as const satisfies Record<string, SettingFacts>;

export type EnvironmentName = keyof typeof environment;
