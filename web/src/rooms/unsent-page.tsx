import type { ReactNode } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { UnsentMessages } from "../room/unsent.tsx";
import { PagePane } from "./page-pane.tsx";
import { useStranded } from "./use-stranded.ts";

/** What was written for rooms that one is no longer in. */
export default function UnsentPage(): ReactNode {
  const { t } = useI18n();
  const stranded = useStranded();
  return (
    <PagePane title={t("unsent.title")} lead={t("unsent.lead")}>
      {stranded.length === 0 ? (
        <p className="text-ui text-ink3">{t("unsent.none")}</p>
      ) : (
        <UnsentMessages messages={stranded} />
      )}
    </PagePane>
  );
}
