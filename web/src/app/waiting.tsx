import { type ReactNode, useEffect, useState } from "react";
import { Spinner } from "../design/spinner.tsx";
import { useI18n } from "../i18n/i18n.tsx";

/** Fills the place of what is being loaded; shows itself only when it takes longer than a blink. */
export function Waiting(): ReactNode {
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="flex min-h-60 flex-1 items-center justify-center gap-3 text-ui text-ink2">
      {shown && (
        <>
          <Spinner /> {t("app.loading")}
        </>
      )}
    </div>
  );
}
