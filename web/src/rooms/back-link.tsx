import type { ReactNode } from "react";
import { Link } from "wouter";
import { iconButtonClass } from "../design/icon-button-class.ts";
import { BackIcon } from "../design/icons.ts";
import { useI18n } from "../i18n/i18n.tsx";

/** Back to the rooms, where the rail is not beside the page. */
export function BackLink({ to = "/rooms", className }: { to?: string; className?: string }): ReactNode {
  const { t } = useI18n();
  return (
    <Link href={to} aria-label={t("app.back")} title={t("app.back")} className={iconButtonClass(className)}>
      <BackIcon className="size-5 rtl:-scale-x-100" />
    </Link>
  );
}
