import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import { SendIcon } from "../../design/icons.ts";
import { useI18n } from "../../i18n/i18n.tsx";

interface SendButtonProps {
  readonly sendable: boolean;
  readonly seconds: number;
  /** Whether it keeps an edit rather than sending anew. */
  readonly saves: boolean;
}

/** Sends; while the throttle holds, it shows for how long. It works meanwhile: the message goes out by itself. */
export function SendButton({ sendable, seconds, saves }: SendButtonProps): ReactNode {
  const { t } = useI18n();
  const label = saves ? t("composer.save") : t("composer.send");
  const waiting = seconds > 0;
  return (
    <button
      type="submit"
      aria-disabled={!sendable || undefined}
      aria-label={waiting ? t("composer.sendIn", { count: seconds }) : label}
      title={waiting ? t("composer.sendIn", { count: seconds }) : label}
      className={classNames(
        "tabular m-0.5 inline-flex h-11 min-w-11 shrink-0 items-center justify-center rounded-[0.625rem] px-2 text-ui font-medium focus-visible:-outline-offset-2",
        waiting ? "text-signal" : sendable ? "text-accent hover:bg-tint" : "cursor-default text-ink3",
      )}
    >
      {waiting ? t("composer.seconds", { count: seconds }) : <SendIcon className="size-5 rtl:-scale-x-100" />}
    </button>
  );
}
