import type { ReactNode } from "react";
import { Link } from "wouter";
import { linkClass } from "../../design/link-class.ts";
import { useI18n } from "../../i18n/i18n.tsx";

/** The way on for people who have only ever signed in with another service: what asks for a password they set one for. */
export function NoPassword(): ReactNode {
  const { t } = useI18n();
  return (
    <p className="-mt-2 text-meta text-ink2 text-pretty">
      {t("account.noPassword")}{" "}
      <Link href="/forgot-password" className={linkClass}>
        {t("account.setPassword")}
      </Link>
    </p>
  );
}
