import type { ReactNode } from "react";
import { Button } from "../../design/button.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { composerId } from "../composer/composer-id.ts";

/** A room in which nobody has said anything; whoever may is asked to begin. */
export function EmptyRoom({ mayWrite }: { mayWrite: boolean }): ReactNode {
  const { t } = useI18n();
  return (
    <div className="flex flex-1 flex-col items-center justify-center px-6 text-center">
      <p className="font-serif text-title">{t("room.nothingSaid")}</p>
      {mayWrite && (
        <>
          <p className="mt-2 max-w-88 text-ui text-ink2 text-pretty">{t("room.nothingSaidLead")}</p>
          <Button
            look="outline"
            className="mt-6"
            onClick={() => document.getElementById(composerId)?.focus()}
          >
            {t("room.begin")}
          </Button>
        </>
      )}
    </div>
  );
}
