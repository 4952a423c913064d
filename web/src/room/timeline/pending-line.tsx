import type { PendingState } from "@parley/client";
import type { ReactNode } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { errorText } from "../../app/error-text.ts";
import { AlertIcon } from "../../design/icons.ts";
import { useSecondsUntil } from "../../design/use-countdown.ts";
import { useI18n } from "../../i18n/i18n.tsx";

/** What becomes of a message on its way, and what can be done about it. */
export function PendingLine({ id, state }: { id: string; state: PendingState }): ReactNode {
  const { t } = useI18n();
  switch (state.kind) {
    case "sending":
      return <span className="sr-only">{t("pending.sending")}</span>;
    case "waiting":
      return <p className="text-meta text-ink3">{t("pending.waiting")}</p>;
    case "limited":
      return <Limited until={state.until} />;
    case "failed":
      return <Failed id={id} error={state.error} />;
  }
}

function Limited({ until }: { until: number }): ReactNode {
  const { t } = useI18n();
  const seconds = useSecondsUntil(until);
  return (
    <p className="tabular text-meta text-ink3">
      {seconds > 0 ? t("pending.limited", { count: seconds }) : t("pending.waiting")}
    </p>
  );
}

const actionClass =
  "-my-3 min-h-11 rounded-[0.25rem] px-1.5 font-medium underline underline-offset-2 md:my-0 md:min-h-0";

function Failed({ id, error }: { id: string; error: unknown }): ReactNode {
  const chat = useChat();
  const { t } = useI18n();
  return (
    <div className="flex flex-wrap items-center gap-x-2 text-meta text-danger">
      <AlertIcon className="size-4" />
      <span>{t("pending.failed", { reason: errorText(t, error) })}</span>
      <button type="button" className={`${actionClass} text-accent`} onClick={() => void chat.retry(id)}>
        {t("pending.retry")}
      </button>
      <button type="button" className={`${actionClass} text-ink2`} onClick={() => void chat.discard(id)}>
        {t("pending.discard")}
      </button>
    </div>
  );
}
