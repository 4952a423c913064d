import { limits } from "@parley/protocol/limits";
import type { ReactNode } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { Button } from "../design/button.tsx";
import { linkClass } from "../design/link-class.ts";
import { Notice } from "../design/notice.tsx";
import { PasswordField } from "../design/password-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { AccountLayout } from "./account-layout.tsx";
import { checkPassword } from "./check-account.ts";
import { explainRefusal, faultText } from "./fault-text.ts";
import { isSpent } from "./spent-token.ts";

/** Where the link in the reset mail leads, with its `token`. */
export default function ResetPasswordPage(): ReactNode {
  const { t } = useI18n();
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const chat = useChat();
  const token = search.get("token");

  const form = useSubmit(
    async (data) => {
      const newPassword = textOf(data, "password");
      const fault = checkPassword(newPassword);
      if (fault !== undefined) return { errors: { password: faultText(t, "password", fault) } };
      await chat.account.resetPassword({ token: token ?? "", newPassword });
      navigate("/sign-in?after=reset", { replace: true });
      return undefined;
    },
    (thrown) => (isSpent(thrown) ? { problem: t("reset.failed") } : explainRefusal(t, thrown)),
  );

  return (
    <AccountLayout
      title={t("reset.title")}
      lead={token === null ? undefined : t("reset.lead")}
      foot={
        <Link href="/forgot-password" className={linkClass}>
          {t("verify.sendNew")}
        </Link>
      }
    >
      {token === null ? (
        <Notice tone="danger">{t("reset.failed")}</Notice>
      ) : (
        <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
          {form.problem !== undefined && (
            <Notice tone="danger" announced>
              {form.problem}
            </Notice>
          )}
          <PasswordField
            name="password"
            label={t("reset.password")}
            hint={t("signUp.passwordHint", { min: limits.passwordCharsMin })}
            error={form.errors["password"]}
            autoComplete="new-password"
          />
          <Button type="submit" look="primary" busy={form.busy} className="w-full">
            {t("reset.submit")}
          </Button>
        </form>
      )}
    </AccountLayout>
  );
}
