import type { ReactNode } from "react";
import { Link } from "wouter";
import { buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { usePageTitle } from "./page-title.ts";
import { PlainPage } from "./plain-page.tsx";

export function NotFoundPage(): ReactNode {
  const { t } = useI18n();
  usePageTitle(t("notFound.title"));
  return (
    <PlainPage title={t("notFound.title")} lead={t("notFound.lead")}>
      <Link href="/" className={buttonClass("primary")}>
        {t("notFound.home")}
      </Link>
    </PlainPage>
  );
}
