import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { Button } from "../design/button.tsx";
import { linkClass } from "../design/link-class.ts";
import { Notice } from "../design/notice.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { AccountLayout } from "./account-layout.tsx";
import { checkEmail } from "./check-account.ts";
import { explainRefusal, faultText } from "./fault-text.ts";

export default function ForgotPasswordPage(): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const [sentTo, setSentTo] = useState<string>();

  const form = useSubmit(
    async (data) => {
      const email = textOf(data, "email").trim();
      const fault = checkEmail(email);
      if (fault !== undefined) return { errors: { email: faultText(t, "email", fault) } };
      await chat.account.requestPasswordReset({ email, redirectUrl: "/reset-password" });
      setSentTo(email);
      return undefined;
    },
    (thrown) => explainRefusal(t, thrown),
  );

  return (
    <AccountLayout
      title={t("forgot.title")}
      lead={t("forgot.lead")}
      foot={
        <Link href="/sign-in" className={linkClass}>
          {t("forgot.toSignIn")}
        </Link>
      }
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <div role="status" className="contents">
          {sentTo !== undefined && <Notice tone="info">{t("forgot.sent", { email: sentTo })}</Notice>}
        </div>
        {form.problem !== undefined && (
          <Notice tone="danger" announced>
            {form.problem}
          </Notice>
        )}
        <TextField
          name="email"
          type="email"
          label={t("forgot.email")}
          error={form.errors["email"]}
          autoComplete="email"
          dir="ltr"
          className="rtl:text-end"
        />
        <Button type="submit" look="primary" busy={form.busy} className="w-full">
          {t("forgot.submit")}
        </Button>
      </form>
    </AccountLayout>
  );
}
