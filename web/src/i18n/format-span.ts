const units = [
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A length of time in the largest unit that divides it, as the language says it: 30 seconds, 2 weeks. */
export function formatSpan(locale: string, ms: number): string {
  const [unit, length] =
    units.find(([, unitMs]) => ms >= unitMs && ms % unitMs === 0) ?? (["second", 1_000] as const);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(ms / length);
}
