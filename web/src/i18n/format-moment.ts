/** Dates and times as a language and region write them. Pure: the present is handed in; the zone is the device's unless given. */

const dayMs = 86_400_000;

/** The time of day: 11:47, 11:47 AM. */
export function formatTime(locale: string, at: Date, timeZone?: string): string {
  return formatter(locale, { timeStyle: "short", ...zone(timeZone) }).format(at);
}

/** The whole moment, for tooltips: Friday, 21 November 2026 at 11:47. */
export function formatFullMoment(locale: string, at: Date, timeZone?: string): string {
  return formatter(locale, { dateStyle: "full", timeStyle: "short", ...zone(timeZone) }).format(at);
}

/** A day between messages: today and yesterday in words, this week by weekday, this year without the year. */
export function formatDay(locale: string, at: Date, now: Date, timeZone?: string): string {
  const ago = daysBetween(at, now, timeZone);
  if (ago === 0 || ago === 1) return capitalise(locale, relative(locale).format(-ago, "day"));
  if (ago > 1 && ago < 7) {
    return capitalise(locale, formatter(locale, { weekday: "long", ...zone(timeZone) }).format(at));
  }
  const thisYear = yearOf(at, timeZone) === yearOf(now, timeZone);
  return capitalise(
    locale,
    formatter(locale, {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...(!thisYear && { year: "numeric" }),
      ...zone(timeZone),
    }).format(at),
  );
}

/** A moment in a narrow place: the time today, the weekday this week, else the date. */
export function formatShortMoment(locale: string, at: Date, now: Date, timeZone?: string): string {
  const ago = daysBetween(at, now, timeZone);
  if (ago <= 0) return formatTime(locale, at, timeZone);
  if (ago < 7) return formatter(locale, { weekday: "short", ...zone(timeZone) }).format(at);
  const thisYear = yearOf(at, timeZone) === yearOf(now, timeZone);
  return formatter(locale, {
    day: "numeric",
    month: "short",
    ...(!thisYear && { year: "numeric" }),
    ...zone(timeZone),
  }).format(at);
}

/** When something ends or began: the time alone on the same day, else with the date. */
export function formatPoint(locale: string, at: Date, now: Date, timeZone?: string): string {
  if (isSameDay(at, now, timeZone)) return formatTime(locale, at, timeZone);
  return formatter(locale, { dateStyle: "medium", timeStyle: "short", ...zone(timeZone) }).format(at);
}

/** A span until now in the largest unit that fits: 5 minutes ago, yesterday, in 2 hours. */
export function formatAgo(locale: string, at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative(locale).format(Math.trunc(seconds / length), unit);
  }
  return relative(locale).format(0, "second");
}

/** Whether two moments fall on the same calendar day. */
export function isSameDay(one: Date, other: Date, timeZone?: string): boolean {
  return dayKey(one, timeZone) === dayKey(other, timeZone);
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Calendar days from `at` to `now`; negative for days to come. */
function daysBetween(at: Date, now: Date, timeZone?: string): number {
  return Math.round((Date.parse(dayKey(now, timeZone)) - Date.parse(dayKey(at, timeZone))) / dayMs);
}

// Sweden writes dates as ISO 8601 does, which makes them keys: 2026-11-21.
function dayKey(at: Date, timeZone?: string): string {
  return formatter("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", ...zone(timeZone) }).format(
    at,
  );
}

function yearOf(at: Date, timeZone?: string): string {
  return dayKey(at, timeZone).slice(0, 4);
}

function zone(timeZone: string | undefined): { timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}

function capitalise(locale: string, text: string): string {
  const [first = "", ...rest] = text;
  return first.toLocaleUpperCase(locale) + rest.join("");
}

// Making a formatter costs more than a hundred uses of one.
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let known = formatters.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, options);
    formatters.set(key, known);
  }
  return known;
}

const relatives = new Map<string, Intl.RelativeTimeFormat>();
function relative(locale: string): Intl.RelativeTimeFormat {
  let known = relatives.get(locale);
  if (known === undefined) {
    known = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    relatives.set(locale, known);
  }
  return known;
}
