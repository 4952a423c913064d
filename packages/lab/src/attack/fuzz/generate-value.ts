import type { Random } from "../../simulation/random.ts";

/** As much of JSON Schema as zod writes for what crosses the wire. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

/** Values that mean something, by the name of the field that they stand in. */
export type Vocabulary = Readonly<Record<string, readonly unknown[]>>;

const itemsMax = 3;

/** A value as a schema has it: good as to form, and now and then as to meaning. */
export function generateValue(schema: JsonSchema, random: Random, words: Vocabulary, name = ""): unknown {
  const known = words[name];
  if (known !== undefined && known.length > 0 && random.chance(0.9)) return random.pick(known);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice !== undefined) return generateValue(random.pick(choice), random, words, name);
  if (schema.allOf !== undefined) return generateValue(random.pick(schema.allOf), random, words, name);
  switch (schema.type) {
    case "object":
      return generateObject(schema, random, words);
    case "array":
      return Array.from({ length: random.below(itemsMax) }, () =>
        generateValue(schema.items ?? {}, random, words, singular(name)),
      );
    case "integer":
      return random.below(random.pick([2, 20, 2_000, 2 ** 31]));
    case "number":
      return random.between(-10, 1_000);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return `text-${random.below(1_000)}-${random.below(2 ** 31)}`;
  }
}

function generateObject(schema: JsonSchema, random: Random, words: Vocabulary): Record<string, unknown> {
  const required = new Set(schema.required);
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (required.has(name) || random.chance(0.5)) made[name] = generateValue(property, random, words, name);
  }
  const { additionalProperties: rest } = schema;
  const keys = words["room"] ?? [];
  if (typeof rest === "object" && keys.length > 0) {
    for (let at = random.below(itemsMax); at >= 0; at -= 1) {
      made[String(random.pick(keys))] = generateValue(rest, random, words);
    }
  }
  return made;
}

const singular = (name: string) => (name.endsWith("s") ? name.slice(0, -1) : name);
