import type { AccountCatalogue, FirstCatalogue, PagesCatalogue, RoomsCatalogue } from "./catalogue.ts";
import { primaryOf } from "./primary-of.ts";

interface LanguageFacts {
  /** The language's name in itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** In parts: what is needed everywhere, then for before the sign-in, for the rooms, for all that is fetched on demand. */
  readonly load: {
    readonly first: () => Promise<FirstCatalogue>;
    readonly account: () => Promise<AccountCatalogue>;
    readonly rooms: () => Promise<RoomsCatalogue>;
    readonly pages: () => Promise<PagesCatalogue>;
  };
}

/** The languages that the client speaks. Each is fetched when it is wanted, and in parts. */
export const languages = {
  en: {
    name: "English",
    direction: "ltr",
    load: {
      first: async () => (await import("./en.ts")).en,
      account: async () => (await import("./en-account.ts")).enAccount,
      rooms: async () => (await import("./en-rooms.ts")).enRooms,
      pages: async () => (await import("./en-pages.ts")).enPages,
    },
  },
  es: {
    name: "Español",
    direction: "ltr",
    load: {
      first: async () => (await import("./es.ts")).es,
      account: async () => (await import("./es-account.ts")).esAccount,
      rooms: async () => (await import("./es-rooms.ts")).esRooms,
      pages: async () => (await import("./es-pages.ts")).esPages,
    },
  },
  ar: {
    name: "العربية",
    direction: "rtl",
    load: {
      first: async () => (await import("./ar.ts")).ar,
      account: async () => (await import("./ar-account.ts")).arAccount,
      rooms: async () => (await import("./ar-rooms.ts")).arRooms,
      pages: async () => (await import("./ar-pages.ts")).arPages,
    },
  },
} as const satisfies Record<string, LanguageFacts>;

export type Language = keyof typeof languages;
export type TextsPart = keyof LanguageFacts["load"];

export function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && Object.hasOwn(languages, value);
}

/** The first wish that can be met, by primary subtag (`es-MX` is Spanish); English else. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = primaryOf(wish);
    if (isLanguage(primary)) return primary;
  }
  return "en";
}

/** The first of the wishes that is in the language, with its region; the bare language where none is. */
export function regionalLocale(language: Language, wishes: readonly string[]): string {
  return wishes.find((wish) => primaryOf(wish) === language) ?? language;
}
