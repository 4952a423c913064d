import type { ReactNode } from "react";
import { Link } from "wouter";
import { usePageTitle } from "../app/page-title.ts";
import { buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "./empty-pane.tsx";
import { useRooms } from "./use-rooms.ts";
import { useUnreadTotal } from "./use-unread-total.ts";

/** Stands beside the rail while no room is open. */
export function NoRoomPane(): ReactNode {
  const { t } = useI18n();
  const { data: rooms } = useRooms();
  usePageTitle(t("rooms.label"), useUnreadTotal());
  if (rooms === undefined) {
    // The list beside it says what is wrong, and tries again.
    return (
      <main id="content" className="flex-1">
        <h1 className="sr-only">{t("rooms.label")}</h1>
      </main>
    );
  }
  if (rooms.length > 0) return <EmptyPane title={t("rooms.chooseTitle")} lead={t("rooms.chooseLead")} />;
  return (
    <EmptyPane title={t("rooms.welcomeTitle")} lead={t("rooms.welcomeLead")}>
      <Link href="/rooms/new" className={buttonClass("primary")}>
        {t("create.title")}
      </Link>
    </EmptyPane>
  );
}
