import { type ReactNode, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/notice.tsx";
import { PasswordField } from "../../design/password-field.tsx";
import { Problem } from "../../design/problem.tsx";
import { TextField } from "../../design/text-field.tsx";
import { type Submitted, textOf, useSubmit } from "../../design/use-submit.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { checkEmail } from "../check-account.ts";
import { faultText } from "../fault-text.ts";
import { useMe } from "../use-me.ts";
import { explainSecret } from "./explain-secret.ts";
import { NoPassword } from "./no-password.tsx";
import { useProfileApi } from "./use-profile-api.ts";

/** Asks for another address; it holds once the link that goes there was followed. */
export function EmailForm(): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  const api = useProfileApi();
  const [sentTo, setSentTo] = useState<string>();

  const form = useSubmit(
    async (data): Promise<Submitted | undefined> => {
      const newEmail = textOf(data, "newEmail").trim();
      const password = textOf(data, "password");
      const fault = checkEmail(newEmail);
      if (fault !== undefined) return { errors: { newEmail: faultText(t, "email", fault) } };
      if (password === "") return { errors: { password: t("fault.required") } };
      await api.changeEmail({ newEmail, password });
      setSentTo(newEmail);
      return undefined;
    },
    (thrown) => explainSecret(t, thrown),
  );

  return (
    <form noValidate onSubmit={form.onSubmit} className="flex max-w-110 flex-col gap-5">
      {me !== undefined && (
        <p className="text-ui text-ink2 text-pretty">{t("account.emailNow", { email: me.email })}</p>
      )}
      <Problem text={form.problem} />
      <TextField
        name="newEmail"
        type="email"
        label={t("account.newEmail")}
        error={form.errors["newEmail"]}
        autoComplete="email"
        dir="ltr"
        className="rtl:text-end"
      />
      <PasswordField
        name="password"
        label={t("account.passwordNow")}
        error={form.errors["password"]}
        autoComplete="current-password"
      />
      <NoPassword />
      <Button type="submit" look="outline" busy={form.busy} className="self-start">
        {t("account.sendLink")}
      </Button>
      <div role="status">
        {sentTo !== undefined && <Notice tone="info">{t("account.linkSent", { email: sentTo })}</Notice>}
      </div>
    </form>
  );
}
