import type { Random } from "../../simulation/random.ts";

const deep = (depth: number): unknown => (depth === 0 ? 0 : [deep(depth - 1)]);

/** What code that trusts its input stumbles over. */
const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  "",
  " ",
  "\u0000",
  "\ud800",
  "\udc00 and on",
  "\u202e\u200b\ufeff",
  "' or 1=1; --",
  "{room}",
  "%00%0d%0a",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "\r\nx-forged: 1",
  "x".repeat(8_001),
  "é".repeat(4_000),
  "NaN",
  "__proto__",
  "constructor",
  [],
  {},
  [[[[[]]]]],
  deep(500),
  { $gt: "" },
  { toString: 1, valueOf: 2 },
  // oxlint-disable-next-line unicorn/no-thenable -- what a caller may send
  { then: "not a promise" },
  Array.from({ length: 200 }, (_, at) => at),
];

const extraNames = [
  "user",
  "role",
  "seq",
  "at",
  "admin",
  "clientId",
  "constructor",
  "toString",
  "then",
  "length",
];

/** Damages a value somewhere: another type, a field too many or too few, something odd. */
export function breakValue(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random.chance(0.1)) return random.pick(oddities);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  const key = keys.length === 0 ? "0" : random.pick(keys);
  const slots = copy as Record<string, unknown>;
  switch (random.below(4)) {
    case 0:
      if (Array.isArray(copy)) copy.push(random.pick(oddities));
      else slots[random.pick(extraNames)] = random.pick(oddities);
      return copy;
    case 1:
      delete slots[key];
      return copy;
    default:
      slots[key] = breakValue(slots[key], random);
      return copy;
  }
}

const rawPieces = [
  "\0",
  "\\u0000",
  "\\ud800",
  '"',
  "{",
  "}",
  "[",
  ",",
  ":",
  "\\",
  "\n",
  '"__proto__":{"a":1},',
  "1e999",
  "-",
  "\u2028",
];

/** Damages a text somewhere, without regard to what it means. */
export function breakText(text: string, random: Random): string {
  let broken = text;
  for (let at = random.below(4); at >= 0; at -= 1) {
    const cut = random.below(broken.length + 1);
    const end = random.chance(0.5) ? cut : Math.min(broken.length, cut + random.below(12));
    const piece = random.chance(0.2) ? String.fromCharCode(random.below(0x10000)) : random.pick(rawPieces);
    broken = broken.slice(0, cut) + (random.chance(0.3) ? "" : piece) + broken.slice(end);
  }
  return random.chance(0.05) ? broken.slice(0, random.below(broken.length + 1)) : broken;
}
