import {
  type EnvironmentName,
  environment,
  type FunctionName,
  functions,
  type SettingFacts,
} from "@parley/topology";
import { type Settings, settingSchemas } from "./setting-schemas.ts";

/** The settings of one function, and no others: what the table of facts lists for it. */
export type Config<Name extends FunctionName> = Pick<
  Settings,
  (typeof functions)[Name]["environment"][number]
>;

const read = new Map<FunctionName, unknown>();

/**
 * Reads a function's settings from its environment, once per sandbox.
 *
 * @throws {Error} with one sentence that names the setting that is missing or malformed, never its value:
 *   it may be a secret.
 */
export function readConfig<Name extends FunctionName>(name: Name): Config<Name> {
  const known = read.get(name) ?? parseConfig(name, process.env);
  read.set(name, known);
  return known as Config<Name>;
}

/** As `readConfig`, from a given environment and without remembering. */
export function parseConfig<Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>>,
): Config<Name> {
  const settings = functions[name].environment.map((setting) => [
    setting,
    parseSetting(setting, variables[setting]),
  ]);
  const config = Object.fromEntries(settings) as Record<string, unknown>;
  for (const setting of functions[name].environment) requireTogether(setting, config);
  return Object.freeze(config) as Config<Name>;
}

/** Half a sign-in would fail only when somebody tries it. */
function requireTogether(name: EnvironmentName, config: Readonly<Record<string, unknown>>): void {
  const { together, description }: SettingFacts = environment[name];
  if (together === undefined || (config[name] === "") === (config[together] === "")) return;
  const [missing, given] = config[name] === "" ? [name, together] : [together, name];
  throw new Error(`The setting ${missing} is missing, and ${given} is set. ${description}`);
}

function parseSetting(name: EnvironmentName, given: string | undefined): unknown {
  const facts: SettingFacts = environment[name];
  const text = given ?? facts.default;
  if (text === undefined) throw new Error(`The setting ${name} is missing. ${facts.description}`);
  const result = settingSchemas[name]().safeParse(text);
  if (result.success) return result.data;
  const reason = facts.secret ? "" : ` (${result.error.issues[0]?.message ?? "refused"})`;
  throw new Error(`The setting ${name} is malformed${reason}. ${facts.description}`);
}
