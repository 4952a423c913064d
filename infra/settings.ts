/**
 * What a deployer decides, read from the environment or a `.env` file (SST loads both).
 *
 * Everything has a default from the stage's facts but the sender of mails. A malformed value stops the
 * deployment before anything is changed, with a sentence that names it.
 */
import { type EnvironmentName, environment, type StageFacts } from "@parley/topology";
import { stageFacts } from "./stage-facts.ts";

export interface NeonDatabase {
  readonly kind: "neon";
  /** The project to make the stage's branch in; absent: the stage has a project of its own. */
  readonly projectId?: string;
  readonly region?: string;
  /** The organisation that a project of its own belongs to. */
  readonly orgId?: string;
}

interface GivenDatabase {
  readonly kind: "url";
  /** host:port/path of a WebSocket-to-Postgres proxy; absent: the address is Neon's. */
  readonly wsProxy?: string;
}

export interface LocalStores {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly databaseWsProxy: string;
}

export interface Settings extends Omit<StageFacts, "cache"> {
  readonly stage: string;
  readonly cache: StageFacts["cache"];
  /** The page and the API; absent: CloudFront's own name. */
  readonly domain?: string;
  readonly mailFrom: string;
  readonly alarmEmail?: string;
  readonly database: NeonDatabase | GivenDatabase;
  readonly limitMessages: string;
  /** Words and phrases that no message may hold, comma-separated. */
  readonly spamWords: string;
  /** Connections of a room above which its frames go out over a queue; a number. */
  readonly directRecipientsMax: string;
  /** What callers of the HTTP API may do, by the setting's name. */
  readonly callLimits: Readonly<Record<CallLimitName, string>>;
  /** Whose account administers the service; empty: nobody's. */
  readonly adminEmail: string;
  /** Ids of the OAuth apps; empty: no such sign-in. */
  readonly oauthClients: { readonly github: string; readonly google: string };
  /** GitHub's origin, or that of a GitHub Enterprise Server. */
  readonly githubUrl: string;
  /** Origins of further pages that may connect, beside the stage's own. */
  readonly originsExtra: readonly string[];
  readonly logLevel: "DEBUG" | "INFO" | "WARN" | "ERROR";
  /** Where the runbook is to be read; alarms link to its sections. */
  readonly runbookUrl: string;
  /** Set by `sst dev` alone: the stores of the local stack, which the functions on this machine use. */
  readonly local?: LocalStores;
}

export interface SettingsInput {
  readonly stage: string;
  /** Whether `sst dev` runs, which keeps functions on this machine. */
  readonly live: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const stagePattern = /^[a-z][a-z0-9-]{0,19}$/;
const domainPattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;
const mailPattern = /^([^<>\r\n]*<)?[^\s<>@]+@([^\s<>@]+)>?$/;
const ratePattern = /^(unlimited|[1-9]\d*\/(second|minute|hour|day)(,[1-9]\d*\/(second|minute|hour|day))*)$/;
const proxyPattern = /^[^\s/:]+:\d+(\/\S*)?$/;

/** @throws {Error} naming the setting that is missing or malformed. */
export function readSettings({ stage, live, variables }: SettingsInput): Settings {
  if (!stagePattern.test(stage)) {
    throw new Error(`The stage "${stage}" must be 1 to 20 lower-case letters, digits and hyphens.`);
  }
  const facts = stageFacts(stage);
  const read = readerOf(variables);
  const cacheKind = read.oneOf("PARLEY_CACHE", ["nodes", "serverless"], facts.cache.kind);
  const cache = cacheKind === "serverless" ? { kind: cacheKind } : readNodes(facts, read);
  const zones = read.integer("PARLEY_ZONES", facts.zones, 3) as StageFacts["zones"];
  const reserve = facts.reserveConcurrency ? "true" : "false";
  return {
    ...facts,
    stage,
    cache,
    nat: read.oneOf("PARLEY_NAT", ["ec2", "managed"], facts.nat),
    // A serverless cache wants subnets in two zones at least.
    zones: cache.kind === "serverless" && zones < 2 ? 2 : zones,
    reserveConcurrency:
      !live && read.oneOf("PARLEY_RESERVE_CONCURRENCY", ["true", "false"], reserve) === "true",
    tracing: read.oneOf("PARLEY_TRACING", ["true", "false"], facts.tracing ? "true" : "false") === "true",
    budgetUsdPerMonth: read.integer("PARLEY_BUDGET_USD", facts.budgetUsdPerMonth, 100_000),
    ...read.optional("domain", "PARLEY_DOMAIN", domainPattern),
    ...read.optional("alarmEmail", "PARLEY_ALARM_EMAIL", mailPattern),
    mailFrom: read.matching("PARLEY_MAIL_FROM", mailPattern),
    database: readDatabase(read),
    limitMessages: read.matching("PARLEY_LIMIT_MESSAGES", ratePattern, "1/second,10/minute"),
    spamWords: read.matching("PARLEY_SPAM_WORDS", /^[^\r\n]*$/, ""),
    directRecipientsMax: String(
      read.integer(
        "PARLEY_DIRECT_RECIPIENTS_MAX",
        Number(environment.DIRECT_RECIPIENTS_MAX.default),
        100_000,
      ),
    ),
    callLimits: readCallLimits(read),
    adminEmail: read.matching("PARLEY_ADMIN_EMAIL", /^$|^[^\s<>@]+@[^\s<>@]+$/, ""),
    oauthClients: {
      github: read.matching("PARLEY_GITHUB_CLIENT_ID", /^\S*$/, ""),
      google: read.matching("PARLEY_GOOGLE_CLIENT_ID", /^\S*$/, ""),
    },
    githubUrl: read.matching("PARLEY_GITHUB_URL", /^https:\/\/[^\s/]+$/, environment.GITHUB_URL.default),
    originsExtra: readOrigins(read),
    logLevel: read.oneOf("PARLEY_LOG_LEVEL", ["DEBUG", "INFO", "WARN", "ERROR"], "INFO"),
    runbookUrl: read.matching("PARLEY_RUNBOOK_URL", /^\S+$/, "docs/runbook.md"),
    ...(live && { local: readLocalStores(read) }),
  };
}

/** The part of a sender that SES has to be told: the address, or its domain when the stage has that domain. */
export function mailIdentity({ mailFrom, domain }: Pick<Settings, "mailFrom" | "domain">): string {
  const address = mailFrom.replace(/^[^<]*</, "").replace(/>$/, "");
  const host = address.slice(address.indexOf("@") + 1);
  return domain !== undefined && (domain === host || domain.endsWith(`.${host}`)) ? host : address;
}

type Reader = ReturnType<typeof readerOf>;

const callLimitNames = [
  "LIMIT_FRAMES",
  "LIMIT_CALLS",
  "LIMIT_CALLS_ANONYMOUS",
  "LIMIT_SIGN_IN",
  "LIMIT_SIGN_UP",
  "LIMIT_MAIL",
  "LIMIT_HOOKS",
] as const satisfies readonly EnvironmentName[];
type CallLimitName = (typeof callLimitNames)[number];

function readCallLimits(read: Reader): Record<CallLimitName, string> {
  const limits = callLimitNames.map((name) => [
    name,
    read.matching(`PARLEY_${name}`, ratePattern, environment[name].default),
  ]);
  return Object.fromEntries(limits) as Record<CallLimitName, string>;
}

function readerOf(variables: SettingsInput["variables"]) {
  const given = (name: string) => {
    const text = variables[name]?.trim();
    return text === "" ? undefined : text;
  };
  const matching = (name: string, pattern: RegExp, fallback?: string) => {
    const text = given(name) ?? fallback;
    if (text === undefined) throw new Error(`The setting ${name} is missing.`);
    if (!pattern.test(text)) throw new Error(`The setting ${name} is malformed: it must match ${pattern}.`);
    return text;
  };
  return {
    given,
    matching,
    oneOf: <Value extends string>(name: string, values: readonly Value[], fallback: Value): Value => {
      const text = given(name) ?? fallback;
      const found = values.find((value) => value === text);
      if (found === undefined) throw new Error(`The setting ${name} must be one of ${values.join(", ")}.`);
      return found;
    },
    integer: (name: string, fallback: number, max: number): number => {
      const value = Number(given(name) ?? fallback);
      if (Number.isInteger(value) && value >= 1 && value <= max) return value;
      throw new Error(`The setting ${name} must be a whole number from 1 to ${max}.`);
    },
    optional: <Key extends string>(key: Key, name: string, pattern: RegExp) =>
      (given(name) === undefined ? {} : { [key]: matching(name, pattern) }) as {
        readonly [K in Key]?: string;
      },
  };
}

function readNodes(facts: StageFacts, read: Reader): StageFacts["cache"] {
  const standard = facts.cache.kind === "nodes" ? facts.cache : undefined;
  const count = (name: string, fallback: number) => Number(read.matching(name, /^\d$/, String(fallback)));
  return {
    kind: "nodes",
    instance: read.matching(
      "PARLEY_CACHE_INSTANCE",
      /^[a-z0-9]+\.[a-z0-9]+$/,
      standard?.instance ?? "t4g.micro",
    ),
    shards: count("PARLEY_CACHE_SHARDS", standard?.shards ?? 0),
    replicasPerShard: count("PARLEY_CACHE_REPLICAS", standard?.replicasPerShard ?? 0),
  };
}

function readDatabase(read: Reader): Settings["database"] {
  if (read.oneOf("PARLEY_DATABASE", ["neon", "url"], "neon") === "url") {
    return { kind: "url", ...read.optional("wsProxy", "PARLEY_DATABASE_WS_PROXY", proxyPattern) };
  }
  return {
    kind: "neon",
    ...read.optional("projectId", "PARLEY_NEON_PROJECT_ID", /^[a-z0-9-]+$/),
    ...read.optional("region", "PARLEY_NEON_REGION", /^(aws|azure)-[a-z0-9-]+$/),
    ...read.optional("orgId", "PARLEY_NEON_ORG_ID", /^[a-z0-9-]+$/),
  };
}

function readOrigins(read: Reader): string[] {
  const origins = (read.given("PARLEY_ORIGINS_EXTRA") ?? "").split(",").filter(Boolean);
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || !origin.startsWith("https://")) {
      throw new Error(`The setting PARLEY_ORIGINS_EXTRA holds "${origin}", which is no https:// origin.`);
    }
  }
  return origins;
}

function readLocalStores(read: Reader): LocalStores {
  return {
    redisUrl: read.matching("REDIS_URL", /^rediss?:\/\//),
    databaseUrl: read.matching("DATABASE_URL", /^postgres(ql)?:\/\//),
    databaseWsProxy: read.matching("DATABASE_WS_PROXY", proxyPattern),
  };
}
