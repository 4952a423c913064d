import { useEffect } from "react";
import { useI18n } from "../i18n/i18n.tsx";

/** Names the document after the page, with the number of unread messages before it when there are any. */
export function usePageTitle(page: string, unread = 0): void {
  const { t } = useI18n();
  useEffect(() => {
    const title = t("title.page", { page });
    document.title = unread > 0 ? t("title.unread", { count: unread, title }) : title;
  }, [t, page, unread]);
}
