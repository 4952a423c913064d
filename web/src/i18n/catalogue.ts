import type { en } from "./en.ts";
import type { enAccount } from "./en-account.ts";
import type { enPages } from "./en-pages.ts";
import type { enRooms } from "./en-rooms.ts";
import { isolate } from "./isolate.ts";

/** Forms of one message by plural category; `other` is what every language has. */
export type Plural = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;
export type Entry = string | Plural;

type English = typeof en & typeof enAccount & typeof enRooms & typeof enPages;
type MessageKey = keyof English;

type Translated<Texts> = { readonly [K in keyof Texts]: Texts[K] extends string ? string : Plural };

/** What each language provides: the same keys as English, plural where English is plural. */
export type FirstCatalogue = Translated<typeof en>;
export type AccountCatalogue = Translated<typeof enAccount>;
export type RoomsCatalogue = Translated<typeof enRooms>;
export type PagesCatalogue = Translated<typeof enPages>;
/** What is loaded of it: the first part always, the others with the pages that speak them. */
export type Catalogue = FirstCatalogue & Partial<AccountCatalogue & RoomsCatalogue & PagesCatalogue>;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<E> = E extends string ? NamesIn<E> : NamesIn<E[keyof E]> | "count";

/** The values that a message's placeholders ask for; plural messages always ask for `count`. */
type Values<K extends MessageKey> = [NamesOf<English[K]>] extends [never]
  ? []
  : [values: Readonly<Record<NamesOf<English[K]>, string | number>>];

/** Says a message of the catalogue; a missing or surplus value does not compile. */
export type Translate = <K extends MessageKey>(key: K, ...values: Values<K>) => string;

const placeholder = /\{(\w+)\}/g;

/** The names that occur in an entry's placeholders, sorted. */
export function placeholdersOf(entry: Entry): string[] {
  const forms = typeof entry === "string" ? [entry] : Object.values(entry);
  const names = forms.flatMap((form) => [...form.matchAll(placeholder)].map((match) => match[1] ?? ""));
  return [...new Set(names)].toSorted();
}

/**
 * Makes a language's `t`: numbers are written as the language writes them, `count` chooses the form, and a text that
 * is filled in does not turn the sentence, in whatever direction it is written.
 */
export function createTranslate(language: string, direction: "ltr" | "rtl", catalogue: Catalogue): Translate {
  // Each is made when a text first needs it: they are the most of what a language costs at the start.
  let plurals: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  const choose = (count: number) => (plurals ??= new Intl.PluralRules(language)).select(count);
  const write = (value: number) => (numbers ??= new Intl.NumberFormat(language)).format(value);
  return (key, ...rest) => {
    const entry: Entry | undefined = catalogue[key];
    if (entry === undefined) throw new Error(`The text ${key} is not loaded.`);
    const values: Readonly<Record<string, string | number>> = rest[0] ?? {};
    const form = typeof entry === "string" ? entry : formOf(entry, choose, values["count"]);
    return form.replace(placeholder, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? write(value) : isolate(value, direction);
    });
  };
}

function formOf(
  entry: Plural,
  choose: (count: number) => Intl.LDMLPluralRule,
  count: string | number | undefined,
): string {
  return entry[choose(Number(count ?? 0))] ?? entry.other;
}
