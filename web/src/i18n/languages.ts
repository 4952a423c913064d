import type { FirstCatalogue, RoomsCatalogue } from "./catalogue.ts";

interface LanguageFacts {
  /** The language's name in itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  readonly loadFirst: () => Promise<FirstCatalogue>;
  readonly loadRooms: () => Promise<RoomsCatalogue>;
}

/** The languages that the client speaks. Each is fetched when it is wanted, and in two parts. */
export const languages = {
  en: {
    name: "English",
    direction: "ltr",
    loadFirst: async () => (await import("./en.ts")).en,
    loadRooms: async () => (await import("./en-rooms.ts")).enRooms,
  },
  es: {
    name: "Español",
    direction: "ltr",
    loadFirst: async () => (await import("./es.ts")).es,
    loadRooms: async () => (await import("./es-rooms.ts")).esRooms,
  },
  ar: {
    name: "العربية",
    direction: "rtl",
    loadFirst: async () => (await import("./ar.ts")).ar,
    loadRooms: async () => (await import("./ar-rooms.ts")).arRooms,
  },
} as const satisfies Record<string, LanguageFacts>;

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
