/** So many in each window, all windows at once; empty means unlimited. */
export type RateLimit = readonly { readonly count: number; readonly windowMs: number }[];

const unitsMs = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const windowPattern = /^(\d{1,9})\/(second|minute|hour|day)$/;
const windowsMax = 4;
const countMax = 100_000;

/**
 * Reads a limit such as `"1/second,10/minute"`, or `"unlimited"`.
 *
 * @throws {RangeError} with a sentence that quotes the malformed part.
 */
export function parseRateLimit(text: string): RateLimit {
  if (text.trim() === "unlimited") return [];
  const parts = text.split(",");
  if (parts.length > windowsMax) throw new RangeError(`"${text}" has more than ${windowsMax} windows`);
  const limit = parts.map((part) => parseWindow(part.trim(), text));
  if (new Set(limit.map((window) => window.windowMs)).size < limit.length) {
    throw new RangeError(`"${text}" names a unit twice`);
  }
  return limit;
}

function parseWindow(part: string, text: string): RateLimit[number] {
  const [, digits, unit] = windowPattern.exec(part) ?? [];
  const count = Number(digits);
  if (unit === undefined || count < 1 || count > countMax) {
    throw new RangeError(
      `"${text}" is not a limit: "${part}" should read like 10/minute (1 to ${countMax} per second, minute, hour or day), or the whole be "unlimited"`,
    );
  }
  return { count, windowMs: unitsMs[unit as keyof typeof unitsMs] };
}
