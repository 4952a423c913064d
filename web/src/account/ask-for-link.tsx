import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { checkEmail } from "./check-account.ts";
import { explainRefusal, faultText } from "./fault-text.ts";
import { verifiedPath } from "./verified-path.ts";

/** Asks for an address and has a new verification link sent there. */
export function AskForLink(): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const [, navigate] = useLocation();

  const form = useSubmit(
    async (data) => {
      const email = textOf(data, "email").trim();
      const fault = checkEmail(email);
      if (fault !== undefined) return { errors: { email: faultText(t, "email", fault) } };
      await chat.account.sendVerificationEmail({ email, callbackUrl: verifiedPath });
      navigate("/check-inbox", { state: { email } });
      return undefined;
    },
    (thrown) => explainRefusal(t, thrown),
  );

  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      {form.problem !== undefined && (
        <Notice tone="danger" announced>
          {form.problem}
        </Notice>
      )}
      <TextField
        name="email"
        type="email"
        label={t("verify.email")}
        error={form.errors["email"]}
        autoComplete="email"
        dir="ltr"
        className="rtl:text-end"
      />
      <Button type="submit" look="primary" busy={form.busy} className="w-full">
        {t("verify.sendNew")}
      </Button>
    </form>
  );
}
