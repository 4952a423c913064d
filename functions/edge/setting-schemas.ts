import { parseRateLimit } from "@parley/chat/throttle/rate-limit";
import type { EnvironmentName } from "@parley/topology";
import * as z from "zod";

const url =
  (...protocols: string[]) =>
  () =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
        `must be a ${protocols.map((protocol) => `${protocol}//`).join(" or ")} address`,
      );

/** An origin as browsers write it: scheme, host and port, without a path. */
const origin = () =>
  url("http:", "https:")().refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    "must be an origin, without a path or a trailing slash",
  );

const rateLimit = () =>
  z.string().transform((text, context) => {
    try {
      return parseRateLimit(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "is malformed" });
      return z.NEVER;
    }
  });

/** What each setting must look like, and what it is read as; made when it is asked for, since most are not. */
export const settingSchemas = {
  STAGE: () => z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a short lower-case name"),
  LOG_LEVEL: () => z.enum(["DEBUG", "INFO", "WARN", "ERROR"]),
  REDIS_URL: url("redis:", "rediss:"),
  REDIS_CLUSTER: () => z.enum(["true", "false"]).transform((text) => text === "true"),
  DATABASE_URL: url("postgres:", "postgresql:"),
  DATABASE_WS_PROXY: () =>
    z.union([z.literal(""), z.string().regex(/^[^\s/:]+:\d+(\/\S*)?$/, "must read like host:port/path")]),
  CONNECTIONS_TABLE: () => z.string().min(1),
  WEBSOCKET_CALLBACK_URL: url("http:", "https:"),
  DELIVERIES_QUEUE_URL: url("http:", "https:"),
  DRAINS_QUEUE_URL: url("http:", "https:"),
  HOOKS_QUEUE_URL: url("http:", "https:"),
  HOOK_TARGETS: () => z.enum(["public", "any"]),
  DIRECT_RECIPIENTS_MAX: () =>
    z
      .string()
      .regex(/^\d{1,6}$/, "must be a number")
      .transform(Number),
  WEBSOCKET_URL: url("ws:", "wss:"),
  PUBLIC_URL: origin,
  ORIGINS_ALLOWED: () =>
    z
      .string()
      .transform((text) => text.split(",").map((part) => part.trim()))
      .pipe(z.array(origin()).min(1)),
  AUTH_SECRET: () => z.string().min(32, "must have at least 32 characters"),
  MAIL_FROM: () =>
    z.string().regex(/^([^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/, "must be an address, or Name <address>"),
  SPAM_WORDS: () =>
    z.string().transform((text) =>
      text
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== ""),
    ),
  LIMIT_MESSAGES: rateLimit,
  LIMIT_FRAMES: rateLimit,
  LIMIT_CALLS: rateLimit,
  LIMIT_CALLS_ANONYMOUS: rateLimit,
  LIMIT_SIGN_IN: rateLimit,
  LIMIT_SIGN_UP: rateLimit,
  LIMIT_MAIL: rateLimit,
  LIMIT_HOOKS: rateLimit,
  ORIGIN_SECRET: () => z.union([z.literal(""), z.string().min(32, "must have at least 32 characters")]),
  ADMIN_EMAIL: () => z.union([z.literal(""), z.email("must be an e-mail address").toLowerCase()]),
  GITHUB_CLIENT_ID: () => z.string(),
  GITHUB_CLIENT_SECRET: () => z.string(),
  GITHUB_URL: origin,
  GOOGLE_CLIENT_ID: () => z.string(),
  GOOGLE_CLIENT_SECRET: () => z.string(),
} satisfies Record<EnvironmentName, () => z.ZodType>;

/** Every setting as it is read. */
export type Settings = {
  readonly [Name in EnvironmentName]: z.output<ReturnType<(typeof settingSchemas)[Name]>>;
};
