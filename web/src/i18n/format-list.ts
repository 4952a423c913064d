/** Names in a row as a language writes them: "Ada, Mara and Ilias". */
export function formatList(locale: string, names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}
