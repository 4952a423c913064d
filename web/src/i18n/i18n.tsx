import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { readStored, writeStored } from "../app/stored.ts";
import { type Catalogue, createTranslate, type Translate } from "./catalogue.ts";
import { chooseLanguage, isLanguage, type Language, languages, regionalLocale } from "./languages.ts";

export interface I18n {
  readonly language: Language;
  /** The language with the region that the browser names, for dates and numbers: `en-GB`, `es-MX`. */
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
  readonly t: Translate;
  /** Fetches the language, then speaks it and remembers it on this device. */
  readonly setLanguage: (language: Language) => Promise<void>;
  /** Whether the texts behind the sign-in are there; `loadRooms` fetches them. */
  readonly hasRooms: boolean;
  readonly loadRooms: () => Promise<void>;
}

const Context = createContext<I18n | undefined>(undefined);
const storedKey = "parley.language";

export interface LoadedLanguage {
  readonly language: Language;
  readonly catalogue: Catalogue;
  readonly hasRooms: boolean;
}

/** The language to begin with: the one chosen on this device, else the browser's first that is known. */
export function loadFirstLanguage(withRooms: boolean): Promise<LoadedLanguage> {
  const stored = readStored(storedKey);
  return loadLanguage(isLanguage(stored) ? stored : chooseLanguage(navigator.languages), withRooms);
}

async function loadLanguage(language: Language, withRooms: boolean): Promise<LoadedLanguage> {
  const { loadFirst, loadRooms } = languages[language];
  const [first, rooms] = await Promise.all([loadFirst(), withRooms ? loadRooms() : undefined]);
  return { language, catalogue: { ...first, ...rooms }, hasRooms: withRooms };
}

export function I18nProvider(props: { first: LoadedLanguage; children: ReactNode }): ReactNode {
  const [loaded, setLoaded] = useState(props.first);

  const i18n = useMemo<I18n>(() => {
    const { language, catalogue, hasRooms } = loaded;
    const locale = regionalLocale(language, navigator.languages);
    return {
      language,
      locale,
      direction: languages[language].direction,
      t: createTranslate(locale, catalogue),
      setLanguage: async (wanted) => {
        const next = await loadLanguage(wanted, hasRooms);
        writeStored(storedKey, wanted);
        setLoaded(next);
      },
      hasRooms,
      loadRooms: async () => setLoaded(await loadLanguage(language, true)),
    };
  }, [loaded]);

  useEffect(() => {
    document.documentElement.lang = i18n.language;
    document.documentElement.dir = i18n.direction;
  }, [i18n]);

  return <Context value={i18n}>{props.children}</Context>;
}

export function useI18n(): I18n {
  const i18n = useContext(Context);
  if (i18n === undefined) throw new Error("useI18n outside of I18nProvider");
  return i18n;
}

/** Shows its children once the texts behind the sign-in are there. */
export function WithRoomTexts(props: { fallback: ReactNode; children: ReactNode }): ReactNode {
  const { hasRooms, loadRooms } = useI18n();
  useEffect(() => {
    if (!hasRooms) void loadRooms();
  }, [hasRooms, loadRooms]);
  return hasRooms ? props.children : props.fallback;
}
