import type { ReactNode } from "react";
import { setTheme, type Theme, themes, useTheme } from "../app/theme.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { isLanguage, type Language, languages } from "../i18n/languages.ts";

const themeTexts = { system: "theme.system", light: "theme.light", dark: "theme.dark" } as const;
const selectClass =
  "min-h-11 rounded-control bg-transparent pe-1 text-meta text-ink2 hover:text-ink md:min-h-9 cursor-pointer";

/** Language and theme, small, for pages without settings of their own. */
export function Preferences(): ReactNode {
  const { t, language, setLanguage } = useI18n();
  const theme = useTheme();
  return (
    <div className="-ms-1 flex flex-wrap gap-x-5">
      <select
        aria-label={t("language.label")}
        className={selectClass}
        value={language}
        onChange={(event) => {
          if (isLanguage(event.target.value)) void setLanguage(event.target.value);
        }}
      >
        {(Object.keys(languages) as Language[]).map((key) => (
          <option key={key} value={key} lang={key}>
            {languages[key].name}
          </option>
        ))}
      </select>
      <select
        aria-label={t("theme.label")}
        className={selectClass}
        value={theme}
        onChange={(event) => setTheme(event.target.value as Theme)}
      >
        {themes.map((choice) => (
          <option key={choice} value={choice}>
            {t(themeTexts[choice])}
          </option>
        ))}
      </select>
    </div>
  );
}
