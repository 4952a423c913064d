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
}

const Context = createContext<I18n | undefined>(undefined);
const storedKey = "parley.language";

export interface LoadedLanguage {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

/** The language to begin with: the one chosen on this device, else the browser's first that is known. */
export async function loadFirstLanguage(): Promise<LoadedLanguage> {
  const stored = readStored(storedKey);
  const language = isLanguage(stored) ? stored : chooseLanguage(navigator.languages);
  return { language, catalogue: await languages[language].load() };
}

export function I18nProvider(props: { first: LoadedLanguage; children: ReactNode }): ReactNode {
  const [loaded, setLoaded] = useState(props.first);
  const { language, catalogue } = loaded;

  const i18n = useMemo<I18n>(() => {
    const setLanguage = async (wanted: Language) => {
      const wantedCatalogue = await languages[wanted].load();
      writeStored(storedKey, wanted);
      setLoaded({ language: wanted, catalogue: wantedCatalogue });
    };
    const locale = regionalLocale(language, navigator.languages);
    return {
      language,
      locale,
      direction: languages[language].direction,
      t: createTranslate(locale, catalogue),
      setLanguage,
    };
  }, [language, catalogue]);

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
