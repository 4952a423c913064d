import { describe, expect, it } from "vitest";
import { type Catalogue, createTranslate, type Entry, type Plural, placeholdersOf } from "./catalogue.ts";
import { en } from "./en.ts";
import { enAccount } from "./en-account.ts";
import { enPages } from "./en-pages.ts";
import { enRooms } from "./en-rooms.ts";
import { type Language, languages } from "./languages.ts";

const names = Object.keys(languages) as Language[];
const loaded = new Map<Language, Catalogue>();
for (const name of names) {
  const { first, account, rooms, pages } = languages[name].load;
  loaded.set(name, { ...(await first()), ...(await account()), ...(await rooms()), ...(await pages()) });
}

const all = { ...en, ...enAccount, ...enRooms, ...enPages };
const english: Readonly<Record<string, Entry>> = all;
/** Forms that may leave the number out, for the language says it in the word (Arabic: "two messages" is one word). */
const saysCountInWords = new Set(["zero", "one", "two"]);

describe.each(names)("the catalogue of %s", (name) => {
  const catalogue: Readonly<Record<string, Entry>> = loaded.get(name) ?? {};

  it("has exactly the keys of English", () => {
    expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(english).toSorted());
  });

  it("has no empty text", () => {
    const texts = Object.values(catalogue).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    expect(texts.filter((text) => text.trim() === "")).toEqual([]);
  });

  it("has the placeholders of English in each text", () => {
    expect(placeholders(catalogue)).toEqual(placeholders(english));
  });

  it("has every plural form that the language tells apart", () => {
    const categories = new Intl.PluralRules(name).resolvedOptions().pluralCategories.toSorted();
    const faulty = pluralsOf(catalogue).filter(
      ([, forms]) => Object.keys(forms).toSorted().join() !== categories.join(),
    );
    expect(faulty).toEqual([]);
  });

  it("says the number in each plural form, unless the word does", () => {
    const mute = pluralsOf(catalogue).flatMap(([key, forms]) =>
      Object.entries(forms)
        .filter(([category, text]) => !saysCountInWords.has(category) && !text.includes("{count}"))
        .map(([category]) => `${key}.${category}`),
    );
    expect(mute).toEqual([]);
  });
});

const placeholders = (entries: Readonly<Record<string, Entry>>) =>
  Object.entries(entries).map(([key, entry]) => [key, placeholdersOf(entry)]);

function pluralsOf(entries: Readonly<Record<string, Entry>>): [string, Plural][] {
  return Object.entries(entries).flatMap(([key, entry]) => (typeof entry === "string" ? [] : [[key, entry]]));
}

describe("createTranslate", () => {
  it("chooses the plural form by count", () => {
    const t = createTranslate("en", "ltr", all);
    expect(t("browse.people", { count: 1 })).toBe("1 person");
    expect(t("browse.people", { count: 0 })).toBe("0 people");
  });

  it("writes numbers as the language does", () => {
    const t = createTranslate("en-GB", "ltr", all);
    expect(t("browse.people", { count: 12_345 })).toBe("12,345 people");
  });

  it("tells two from few from many in Arabic", () => {
    const t = createTranslate("ar", "rtl", loaded.get("ar") ?? all);
    const forms = [2, 3, 11].map((count) => t("browse.people", { count }));
    expect(forms[0]).toBe("شخصان");
    expect(new Set(forms).size).toBe(3);
  });

  it("refuses a text that is not loaded", () => {
    expect(() => createTranslate("en", "ltr", en)("rooms.label")).toThrow("rooms.label");
  });

  it("does not let a name turn the sentence", () => {
    const t = createTranslate("en", "ltr", all);
    expect(t("typing.one", { name: "Ada" })).toBe("Ada is writing");
    expect(t("typing.one", { name: "\u2069\u202Eada" })).toBe("\u2068\u202Eada\u2069 is writing");
    const arabic = createTranslate("ar", "rtl", loaded.get("ar") ?? all);
    expect(arabic("typing.one", { name: "Ada" })).toContain("\u2068Ada\u2069");
  });

  it("puts values in verbatim: a name that looks like a placeholder is not filled again", () => {
    const t = createTranslate("en", "ltr", all);
    expect(t("timeline.spoken", { name: "{text}", text: "hi" })).toBe("{text}: hi");
  });
});
