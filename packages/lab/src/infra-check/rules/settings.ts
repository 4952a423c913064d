import type { FunctionName } from "@parley/topology";
import { parseConfig } from "../../../../../functions/edge/config.ts";
import { environmentOf, functionNames, lambdaOf } from "./functions.ts";
import { expectSame, type Rule, type RuleInput } from "./rule.ts";

const secretCharactersMin = 32;

/** Every function would start: its settings pass its own parser; origins and secrets are what they must be. */
export const settingsRule: Rule = (input) => [
  ...functionNames.flatMap((name) => parse(input, name)),
  ...checkApi(input),
];

function parse(input: RuleInput, name: FunctionName): string[] {
  try {
    parseConfig(name, environmentOf(lambdaOf(input, name)));
    return [];
  } catch (error) {
    return [`${name} would not start: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function checkApi(input: RuleInput): string[] {
  const { settings, graph } = input;
  const of = (name: FunctionName) => environmentOf(lambdaOf(input, name));
  const { PUBLIC_URL = "", ORIGINS_ALLOWED, AUTH_SECRET = "", WEBSOCKET_URL = "" } = of("api");
  const page = settings.domain === undefined ? PUBLIC_URL : `https://${settings.domain}`;
  const findings = [
    ...expectSame("The page's origin", PUBLIC_URL, page),
    ...expectSame(
      "The origins that may connect",
      ORIGINS_ALLOWED,
      [PUBLIC_URL, ...settings.originsExtra].join(","),
    ),
    ...expectSame(
      "Origins of the handshake and of HTTP",
      of("authorize")["ORIGINS_ALLOWED"],
      ORIGINS_ALLOWED,
    ),
  ];
  if (AUTH_SECRET.length < secretCharactersMin) findings.push("AUTH_SECRET is too short.");
  if (graph.live) return findings;
  if (!PUBLIC_URL.startsWith("https://")) findings.push("The page is offered without TLS.");
  if (!WEBSOCKET_URL.startsWith("wss://")) findings.push("The WebSocket API is offered without TLS.");
  if (!(of("message")["REDIS_URL"] ?? "").startsWith("rediss://"))
    findings.push("Redis is spoken to without TLS.");
  if (of("migrate")["DATABASE_URL"] === of("message")["DATABASE_URL"] && settings.database.kind === "neon") {
    findings.push("Functions use the role that owns the tables.");
  }
  return findings;
}
