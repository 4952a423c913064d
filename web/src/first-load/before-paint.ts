/**
 * Runs before the first paint, as a file of its own because the pages' CSP forbids inline scripts: a chosen theme and
 * language must not flash in after the defaults. It also asks at once for what the page will ask for when its scripts
 * are there: the files of the area that will be shown, and what the service says of it. See `build/before-paint.ts`.
 */
import { readStored } from "../app/stored.ts";
import { primaryOf } from "../i18n/primary-of.ts";
import { askFirst } from "./first-answers.ts";
import { firstArea } from "./first-area.ts";

/** By area, its files; by language, its texts for the area. Without a build there are none. */
declare const FIRST_FILES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const root = document.documentElement;

const theme = readStored("parley.theme");
if (theme === "light" || theme === "dark") root.dataset["theme"] = theme;
const language = readStored("parley.language");
if (language !== null) {
  root.lang = language;
  root.dir = language === "ar" ? "rtl" : "ltr";
}

const area = firstArea(location.pathname);
if (area !== undefined) {
  const spoken = fetchScripts(area);
  if (area === "rooms") {
    askFirst(location.pathname);
    prepareNumbers(spoken);
  }
}

/** Answers the language whose texts it fetches. */
function fetchScripts(name: string): string {
  const { ahead = [], scripts = [], ...texts } = FIRST_FILES[name] ?? {};
  const wishes = [language ?? "", ...navigator.languages].map(primaryOf);
  const primary = wishes.find((wish) => Object.hasOwn(texts, wish)) ?? "en";
  for (const file of ahead) {
    const script = document.createElement("script");
    script.type = "module";
    script.crossOrigin = "";
    script.src = `/${file}`;
    document.head.append(script);
  }
  for (const file of [...scripts, ...(texts[primary] ?? [])]) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.crossOrigin = "";
    link.href = `/${file}`;
    document.head.append(link);
  }
  return primary;
}

/** The browser reads a language's rules when they are first needed: better now, while nothing else can be done. */
function prepareNumbers(primary: string): void {
  const locale = navigator.languages.find((wish) => primaryOf(wish) === primary) ?? primary;
  new Intl.PluralRules(locale).select(0);
}
