import type { Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";

/** The languages that the client speaks, each named in itself. English is bundled, the others are fetched. */
export const languages = {
  en: { name: "English", direction: "ltr", load: async (): Promise<Catalogue> => en },
  es: {
    name: "Español",
    direction: "ltr",
    load: async (): Promise<Catalogue> => (await import("./es.ts")).es,
  },
  ar: {
    name: "العربية",
    direction: "rtl",
    load: async (): Promise<Catalogue> => (await import("./ar.ts")).ar,
  },
} as const satisfies Record<
  string,
  { name: string; direction: "ltr" | "rtl"; load: () => Promise<Catalogue> }
>;

export type Language = keyof typeof languages;

export function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && Object.hasOwn(languages, value);
}

/** The first wish that can be met, by primary subtag (`es-MX` is Spanish); English else. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = wish.toLowerCase().split("-")[0];
    if (isLanguage(primary)) return primary;
  }
  return "en";
}

/** The first of the wishes that is in the language, with its region; the bare language where none is. */
export function regionalLocale(language: Language, wishes: readonly string[]): string {
  return wishes.find((wish) => wish.toLowerCase().split("-")[0] === language) ?? language;
}
