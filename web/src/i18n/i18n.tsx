import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { readStored, writeStored } from "../app/stored.ts";
import { type Catalogue, createTranslate, type FirstCatalogue, type Translate } from "./catalogue.ts";
import {
  chooseLanguage,
  isLanguage,
  type Language,
  languages,
  regionalLocale,
  type TextsPart,
} from "./languages.ts";

export interface I18n {
  readonly language: Language;
  /** The language with the region that the browser names, for dates and numbers: `en-GB`, `es-MX`. */
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
  readonly t: Translate;
  /** Fetches the language, then speaks it and remembers it on this device. */
  readonly setLanguage: (language: Language) => Promise<void>;
  /** The texts that are there; `loadPart` fetches more. */
  readonly parts: readonly TextsPart[];
  readonly loadPart: (part: TextsPart) => Promise<void>;
}

const Context = createContext<I18n | undefined>(undefined);
const storedKey = "parley.language";

export interface LoadedLanguage {
  readonly language: Language;
  readonly catalogue: Catalogue;
  readonly parts: readonly TextsPart[];
}

/** The language to begin with: the one chosen on this device, else the browser's first that is known. */
export function loadFirstLanguage(parts: readonly TextsPart[]): Promise<LoadedLanguage> {
  const stored = readStored(storedKey);
  return loadLanguage(isLanguage(stored) ? stored : chooseLanguage(navigator.languages), parts);
}

async function loadLanguage(language: Language, parts: readonly TextsPart[]): Promise<LoadedLanguage> {
  const texts = await Promise.all(parts.map((part) => languages[language].load[part]()));
  // The first part is always among them.
  return { language, parts, catalogue: Object.assign({}, ...texts) as FirstCatalogue };
}

export function I18nProvider(props: { first: LoadedLanguage; children: ReactNode }): ReactNode {
  const [loaded, setLoaded] = useState(props.first);

  const i18n = useMemo<I18n>(() => {
    const { language, catalogue, parts } = loaded;
    const { direction } = languages[language];
    const locale = regionalLocale(language, navigator.languages);
    return {
      language,
      locale,
      direction,
      t: createTranslate(locale, direction, catalogue),
      setLanguage: async (wanted) => {
        const next = await loadLanguage(wanted, parts);
        writeStored(storedKey, wanted);
        setLoaded(next);
      },
      parts,
      loadPart: async (part) => {
        const texts = await languages[language].load[part]();
        setLoaded((now) => withPart(now, language, part, texts));
      },
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

/** Shows its children once these texts are there. */
export function WithTexts(props: { part: TextsPart; fallback: ReactNode; children: ReactNode }): ReactNode {
  const { part } = props;
  const { parts, loadPart } = useI18n();
  const there = parts.includes(part);
  useEffect(() => {
    if (!there) void loadPart(part);
  }, [there, part, loadPart]);
  return there ? props.children : props.fallback;
}

/** A language with one more part of its texts; those of a language that was left meanwhile are no use. */
function withPart(
  now: LoadedLanguage,
  language: Language,
  part: TextsPart,
  texts: Partial<Catalogue>,
): LoadedLanguage {
  if (now.language !== language || now.parts.includes(part)) return now;
  return { language, parts: [...now.parts, part], catalogue: { ...now.catalogue, ...texts } };
}
