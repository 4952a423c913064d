import type { ReactNode } from "react";
import { type Density, densities, setDensity, useDensity } from "../../app/density.ts";
import { useSession, useUser } from "../../app/session.tsx";
import { setTheme, type Theme, themes, useTheme } from "../../app/theme.ts";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { DarkIcon, LightIcon, SignOutIcon, SystemThemeIcon } from "../../design/icons.ts";
import { Problem } from "../../design/problem.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { type Language, languages } from "../../i18n/languages.ts";
import { setNoticeSetting, useNoticeSetting } from "../../notices/notice-setting.ts";
import { fullName } from "../../people/person-name.ts";
import { PagePane } from "../../rooms/page-pane.tsx";
import { openSheet } from "../../shortcuts/open-sheet.ts";
import { SettingsTabs } from "./settings-tabs.tsx";

const themeFacts = {
  system: { label: "theme.system", Icon: SystemThemeIcon },
  light: { label: "theme.light", Icon: LightIcon },
  dark: { label: "theme.dark", Icon: DarkIcon },
} as const;

/** What a person sets for themselves on this device, and the way out. */
export default function SettingsPage(): ReactNode {
  const { t, language, setLanguage } = useI18n();
  const user = useUser();
  const theme = useTheme();
  const density = useDensity();
  const notices = useNoticeSetting();
  return (
    <PagePane title={t("settings.title")}>
      <SettingsTabs current="/rooms/settings" />
      <section className="border-b border-line pb-7">
        <p className="text-body font-medium">
          <bdi>{fullName(user)}</bdi>
        </p>
        <p className="text-ui text-ink2">
          <bdi dir="ltr">@{user.username}</bdi>
        </p>
        <SignOut />
      </section>
      <Choices
        legend={t("theme.label")}
        name="theme"
        value={theme}
        choices={themes.map((value) => {
          const { label, Icon } = themeFacts[value];
          return { value, label: t(label), icon: <Icon className="size-4 text-ink2" /> };
        })}
        onChoose={(value) => setTheme(value as Theme)}
      />
      <Choices
        legend={t("language.label")}
        name="language"
        value={language}
        choices={(Object.keys(languages) as Language[]).map((value) => ({
          value,
          label: languages[value].name,
          lang: value,
        }))}
        onChoose={(value) => void setLanguage(value as Language)}
      />
      <Choices
        legend={t("density.label")}
        name="density"
        value={density}
        choices={densities.map((value) => ({ value, label: t(`density.${value}`) }))}
        onChoose={(value) => setDensity(value as Density)}
      />
      <Choices
        legend={t("notices.title")}
        hint={t("notices.hint")}
        name="notices"
        value={notices === "on" ? "on" : "off"}
        choices={(["on", "off"] as const).map((value) => ({ value, label: t(`notices.${value}`) }))}
        onChoose={(value) => void setNoticeSetting(value === "on" ? "on" : "off")}
      />
      <Button look="outline" className="mt-7" onClick={() => openSheet("help")}>
        {t("help.title")}
      </Button>
    </PagePane>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly lang?: string;
}

function Choices(props: {
  legend: string;
  hint?: string;
  name: string;
  value: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}): ReactNode {
  return (
    <fieldset className="mt-7">
      <legend className="mb-2 text-ui font-medium">{props.legend}</legend>
      {props.hint !== undefined && <p className="-mt-1 mb-2 text-meta text-ink3">{props.hint}</p>}
      <div className="flex flex-wrap gap-2">
        {props.choices.map(({ value, label, icon, lang }) => (
          <label
            key={value}
            lang={lang}
            className="flex min-h-11 cursor-pointer items-center gap-2 rounded-control border border-edge bg-surface px-3 text-ui has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent md:min-h-10"
          >
            <input
              type="radio"
              name={props.name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onChoose(value)}
              className="sr-only"
            />
            {icon}
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function SignOut(): ReactNode {
  const { t } = useI18n();
  const { signOut } = useSession();
  const { busy, problem, attempt } = useAttempt();
  return (
    <div className="mt-4 flex flex-col items-start gap-3">
      <Problem text={problem} />
      <Button look="outline" busy={busy} onClick={() => void attempt(() => signOut())}>
        <SignOutIcon className="size-4 rtl:-scale-x-100" />
        {t("settings.signOut")}
      </Button>
    </div>
  );
}
