import * as z from "zod";
import { type Operation, operations } from "../../../../../functions/http/documents/operations.ts";
import { requestSchemas } from "../../../../../functions/http/documents/schemas.ts";
import type { Random } from "../../simulation/random.ts";
import { breakText, breakValue } from "./break-value.ts";
import { generateValue, type JsonSchema, type Vocabulary } from "./generate-value.ts";

/** They end the sessions that the fuzzer calls with. */
const endings = new Set(["signOut", "deleteUser", "revokeOtherSessions", "adminBan", "adminEndSessions"]);
/** They hash a password or wait on purpose, so that a few of them take as long as all others. */
const slow = new Set([
  "signUp",
  "signInEmail",
  "signInUsername",
  "sendVerification",
  "requestReset",
  "changeEmail",
]);

const called = operations.filter(({ id }) => !endings.has(id));
const schemas = new Map<string, JsonSchema>();

function schemaOf(name: keyof typeof requestSchemas): JsonSchema {
  const known =
    schemas.get(name) ??
    (z.toJSONSchema(requestSchemas[name], { io: "input", unrepresentable: "any" }) as JsonSchema);
  schemas.set(name, known);
  return known;
}

/** A call as the HTTP API hands it on, of one of the documented operations. */
export function makeCallEvent(random: Random, words: Vocabulary, tokens: readonly string[]): object {
  const operation = pickOperation(random);
  const { method, body, query } = operation;
  const rawPath = `/api${fillPath(operation.path, random, words)}`;
  const made = body === undefined ? undefined : generateValue(schemaOf(body), random, words);
  const kind = random.next();
  const text = made === undefined ? undefined : JSON.stringify(kind < 0.5 ? breakValue(made, random) : made);
  const rawQueryString = query === undefined ? "" : makeQuery(query, random, words);
  return {
    version: "2.0",
    rawPath,
    rawQueryString,
    headers: {
      "content-type": random.chance(0.95) ? "application/json" : "text/html",
      ...(random.chance(0.9) && { authorization: `Bearer ${random.pick(tokens)}` }),
      ...(random.chance(0.05) && { origin: "https://evil.test" }),
      "user-agent": random.chance(0.9) ? "fuzz" : "fuzz\r\nforged: 1",
    },
    requestContext: {
      domainName: "localhost",
      http: { method: method.toUpperCase(), path: rawPath, sourceIp: "127.0.0.1", userAgent: "fuzz" },
      requestId: `fuzz-${random.below(2 ** 31)}`,
      stage: "$default",
    },
    ...(text !== undefined && { body: kind > 0.85 ? breakText(text, random) : text }),
    isBase64Encoded: false,
  };
}

function pickOperation(random: Random): Operation {
  const operation = random.pick(called);
  return slow.has(operation.id) && !random.chance(0.005) ? pickOperation(random) : operation;
}

function fillPath(path: string, random: Random, words: Vocabulary): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = words[name];
    const value = known !== undefined && random.chance(0.85) ? random.pick(known) : breakValue("", random);
    return encodeURIComponent(
      String(typeof value === "string" ? value.toWellFormed() : JSON.stringify(value)),
    );
  });
}

function makeQuery(name: keyof typeof requestSchemas, random: Random, words: Vocabulary): string {
  const query = generateValue(schemaOf(name), random, words) as Record<string, unknown>;
  const broken = random.chance(0.4) ? breakValue(query, random) : query;
  if (typeof broken !== "object" || broken === null) return textOf(broken).slice(0, 100).toWellFormed();
  const pairs = Object.entries(broken).map(([key, value]): [string, string] => [
    key,
    textOf(value).slice(0, 1_000).toWellFormed(),
  ]);
  return new URLSearchParams(pairs).toString();
}

/** An object may be one that no text can be made of. */
const textOf = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");
