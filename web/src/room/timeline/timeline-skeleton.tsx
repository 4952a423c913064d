import { type ReactNode, useEffect, useState } from "react";
import { useI18n } from "../../i18n/i18n.tsx";

const speechWidths = [[92, 64], [48], [80, 86, 30], [56]];

/** Lines to come, shown only when they take longer than a blink. */
export function TimelineSkeleton(): ReactNode {
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="flex flex-1 flex-col justify-end gap-6 overflow-hidden pb-6">
      <span className="sr-only">{t("app.loading")}</span>
      {shown &&
        speechWidths.map((widths) => (
          <div key={widths.join()} aria-hidden="true" className="script gap-y-2">
            <div className="flex md:justify-end">
              <span className="h-3.5 w-16 rounded-full bg-line" />
            </div>
            <div className="flex flex-col gap-2.5 md:pt-0.5">
              {widths.map((width) => (
                <span key={width} className="h-3.5 rounded-full bg-sunken" style={{ width: `${width}%` }} />
              ))}
            </div>
          </div>
        ))}
    </div>
  );
}
