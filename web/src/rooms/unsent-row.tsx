import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import { classNames } from "../design/class-names.ts";
import { AlertIcon } from "../design/icons.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useStranded } from "./use-stranded.ts";

/** Above the rooms while there are messages that stand in none of them. */
export function UnsentRow(): ReactNode {
  const { t } = useI18n();
  const count = useStranded().length;
  const [open] = useRoute("/rooms/unsent");
  if (count === 0) return null;
  return (
    <Link
      href="/rooms/unsent"
      aria-current={open ? "page" : undefined}
      className={classNames(
        "mx-2 mb-1 flex min-h-11 shrink-0 items-center gap-2 rounded-control px-2 text-ui text-danger focus-visible:outline-offset-0",
        open ? "bg-tint" : "hover:bg-line/40",
      )}
    >
      <AlertIcon className="size-4 shrink-0" />
      {t("unsent.count", { count })}
    </Link>
  );
}
