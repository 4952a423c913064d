import type { ReactNode } from "react";
import { Link } from "wouter";
import { usePageTitle } from "../app/page-title.ts";
import { buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "./empty-pane.tsx";

export default function NotFoundPane(): ReactNode {
  const { t } = useI18n();
  usePageTitle(t("notFound.title"));
  return (
    <EmptyPane title={t("notFound.title")} lead={t("notFound.lead")}>
      <Link href="/rooms" className={buttonClass("primary")}>
        {t("notFound.home")}
      </Link>
    </EmptyPane>
  );
}
