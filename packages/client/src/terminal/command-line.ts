import { parseArgs } from "node:util";
import { CommandFailure, exitCodes } from "./command-failure.ts";

/** What the person asked for. */
export type Command =
  | { readonly name: "help" }
  | { readonly name: "sign-in"; readonly login?: string }
  | { readonly name: "sign-out"; readonly forget: boolean }
  | { readonly name: "rooms"; readonly isPublic: boolean; readonly query?: string }
  | { readonly name: "join"; readonly room: string }
  | {
      readonly name: "send";
      readonly room: string;
      readonly text?: string;
      readonly byLine: boolean;
      readonly waitMs: number;
    }
  | { readonly name: "chat"; readonly room: string }
  | { readonly name: "history"; readonly room: string; readonly limit: number; readonly before?: number }
  | { readonly name: "demo"; readonly room: string; readonly perSecond: number; readonly count: number };

export interface CommandLine {
  readonly command: Command;
  /** Where the service is, as given. */
  readonly url?: string;
  readonly json: boolean;
}

const waitSecondsDefault = 60;
const historyLimitDefault = 50;
const historyLimitMax = 10_000;
const demoCountDefault = 60;
const demoCountMax = 100_000;
const demoRateMax = 100;

const options = {
  help: { type: "boolean", short: "h" },
  url: { type: "string" },
  json: { type: "boolean" },
  login: { type: "string" },
  forget: { type: "boolean" },
  public: { type: "boolean" },
  lines: { type: "boolean" },
  wait: { type: "string" },
  limit: { type: "string" },
  before: { type: "string" },
  rate: { type: "string" },
  count: { type: "string" },
} as const;

type Option = keyof typeof options;
const anywhere: ReadonlySet<Option> = new Set(["help", "url", "json"]);
const optionsOf: Readonly<Record<Command["name"], readonly Option[]>> = {
  help: [],
  "sign-in": ["login"],
  "sign-out": ["forget"],
  rooms: ["public"],
  join: [],
  send: ["lines", "wait"],
  chat: [],
  history: ["limit", "before"],
  demo: ["rate", "count"],
};

/** @throws {CommandFailure} with exit code 2 and a sentence that says what is not understood. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [name = "help", ...operands] = positionals;
  if (!Object.hasOwn(optionsOf, name)) throw usage(`There is no command "${name}".`);
  const known = optionsOf[name as Command["name"]];
  const foreign = (Object.keys(values) as Option[]).find(
    (option) => !anywhere.has(option) && !known.includes(option),
  );
  if (foreign !== undefined) throw usage(`\`${name}\` has no option --${foreign}.`);
  const command =
    values.help === true ? ({ name: "help" } as const) : commandOf(name as Command["name"], operands, values);
  return { command, json: values.json === true, ...(values.url !== undefined && { url: values.url }) };
}

type Values = ReturnType<typeof parse>["values"];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(String(error instanceof Error ? error.message : error).split(". ")[0] ?? "");
  }
}

function commandOf(name: Command["name"], operands: readonly string[], values: Values): Command {
  const most = { "sign-out": 0, send: Number.POSITIVE_INFINITY }[name as string];
  if (operands.length > (most ?? 1)) throw usage(`\`${name}\` does not take "${operands.at(-1)}".`);
  const [first] = operands;
  const room = (): string => {
    if (first === undefined || first === "") throw usage(`\`${name}\` needs a room.`);
    return first;
  };
  switch (name) {
    case "help":
      return { name };
    case "sign-in": {
      const login = values.login ?? first;
      return { name, ...(login !== undefined && { login }) };
    }
    case "sign-out":
      return { name, forget: values.forget === true };
    case "rooms":
      return { name, isPublic: values.public === true, ...(first !== undefined && { query: first }) };
    case "join":
    case "chat":
      return { name, room: room() };
    case "send": {
      const text = operands.slice(1).join(" ");
      const waitMs = number("wait", values.wait, { least: 0, most: 86_400 }) ?? waitSecondsDefault;
      return {
        name,
        room: room(),
        byLine: values.lines === true,
        waitMs: waitMs * 1_000,
        ...(operands.length > 1 && { text }),
      };
    }
    case "history": {
      const before = number("before", values.before, { least: 1, most: Number.MAX_SAFE_INTEGER });
      const limit = number("limit", values.limit, { least: 1, most: historyLimitMax }) ?? historyLimitDefault;
      return { name, room: room(), limit, ...(before !== undefined && { before }) };
    }
    case "demo": {
      const perSecond = number("rate", values.rate, { least: 0.01, most: demoRateMax }) ?? 1;
      const count = number("count", values.count, { least: 1, most: demoCountMax }) ?? demoCountDefault;
      return { name, room: room(), perSecond, count };
    }
  }
}

function number(
  option: Option,
  given: string | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  const mayBeBroken = option === "rate" || option === "wait";
  if (
    given.trim() === "" ||
    !(value >= least && value <= most) ||
    !(mayBeBroken || Number.isInteger(value))
  ) {
    throw usage(`--${option} takes a number from ${least} to ${most}.`);
  }
  return value;
}

function usage(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, `${message} See \`parley help\`.`);
}
