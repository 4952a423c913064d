import type { ReactNode } from "react";
import { iconButtonClass } from "../../design/icon-button-class.ts";
import { CloseIcon } from "../../design/icons.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { isolate } from "../../i18n/isolate.ts";
import type { People } from "../../people/use-people.ts";
import { plainText } from "../markdown/plain-text.ts";
import type { ComposerMode } from "./composer-mode.ts";

interface ModeStripProps {
  readonly mode: ComposerMode;
  readonly people: People;
  readonly onEnd: () => void;
}

/** Above the text: which message is answered or edited, and the way out of it. */
export function ModeStrip({ mode, people, onEnd }: ModeStripProps): ReactNode {
  const { t } = useI18n();
  const { kind, message } = mode;
  const name = people.call(message.user) ?? t("person.unknown");
  return (
    <div className="flex items-center gap-2 border-b border-line ps-2.5 text-meta">
      <p className="min-w-0 flex-1 truncate py-1.5">
        <span className="font-medium text-accent">
          {kind === "edit" ? t("composer.editing") : t("composer.replying", { name })}
        </span>{" "}
        <bdi className="text-ink3">{isolate(plainText(message.text), "ltr")}</bdi>
      </p>
      <button
        type="button"
        aria-label={t("app.cancel")}
        title={t("app.cancel")}
        className={iconButtonClass("focus-visible:-outline-offset-2")}
        onClick={onEnd}
      >
        <CloseIcon className="size-4" />
      </button>
    </div>
  );
}
