import type { ReactNode } from "react";
import { formatDay } from "../../i18n/format-moment.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useNow } from "../../i18n/use-now.ts";

/** The day, above its first message. */
export function DayMark({ atMs }: { atMs: number }): ReactNode {
  const { locale } = useI18n();
  const now = useNow();
  const at = new Date(atMs);
  return (
    <div className="script pt-6 pb-1">
      <h2 className="flex items-center gap-3 text-meta font-medium text-ink2 md:col-start-2">
        <time dateTime={at.toISOString().slice(0, 10)}>{formatDay(locale, at, now)}</time>
        <span aria-hidden="true" className="h-px flex-1 bg-line" />
      </h2>
    </div>
  );
}

/** Above the first message that was not read when the room was opened. */
export function NewDivider(): ReactNode {
  const { t } = useI18n();
  return (
    <div className="script items-center pt-4">
      <h2 className="flex items-center gap-3 text-meta font-semibold text-signal md:justify-end">
        {t("timeline.new")}
        <span aria-hidden="true" className="h-px flex-1 bg-signal md:hidden" />
      </h2>
      <span aria-hidden="true" className="hidden h-px bg-signal md:block" />
    </div>
  );
}
