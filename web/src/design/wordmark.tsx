import type { ReactNode } from "react";
import { useI18n } from "../i18n/i18n.tsx";

/** The product's sign and name. */
export function Wordmark(): ReactNode {
  const { t } = useI18n();
  return (
    <span className="inline-flex items-center gap-2.5 text-body font-semibold tracking-[-0.005em] text-ink">
      <Mark />
      {t("app.name")}
    </span>
  );
}

/** A margin, a rule and lines of speech: the page in small. */
function Mark(): ReactNode {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7 rtl:-scale-x-100">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g className="stroke-on-accent" strokeWidth="2.5" strokeLinecap="round">
        <path d="M7 11h3M8.5 21H10" opacity=".75" />
        <path d="M14 8v16" strokeWidth="2" opacity=".55" />
        <path d="M18 11h8M18 16h5M18 21h7" />
      </g>
    </svg>
  );
}
