import type { ReactNode } from "react";
import { Tabs } from "../../design/tabs.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { useMe } from "../use-me.ts";

/** From one page of settings to the next; administration is for those whose role it is. */
export function SettingsTabs({ current }: { current: string }): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  const tabs = [
    { to: "/rooms/settings", label: t("settings.device") },
    { to: "/rooms/settings/account", label: t("settings.account") },
    ...(me?.role === "admin" ? [{ to: "/rooms/admin", label: t("settings.admin") }] : []),
  ];
  return <Tabs label={t("settings.title")} current={current} tabs={tabs} />;
}
