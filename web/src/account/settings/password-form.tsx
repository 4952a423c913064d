import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { Button } from "../../design/button.tsx";
import { PasswordField } from "../../design/password-field.tsx";
import { Problem } from "../../design/problem.tsx";
import { type Submitted, textOf, useSubmit } from "../../design/use-submit.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { queryKeys } from "../../rooms/query-keys.ts";
import { checkPassword } from "../check-account.ts";
import { faultText } from "../fault-text.ts";
import { explainSecret } from "./explain-secret.ts";
import { NoPassword } from "./no-password.tsx";
import { useProfileApi } from "./use-profile-api.ts";

/** Changes the password, for one who knows the one that holds. */
export function PasswordForm(): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const api = useProfileApi();
  const cache = useQueryClient();
  const [changed, setChanged] = useState(false);

  const form = useSubmit(
    async (data): Promise<Submitted | undefined> => {
      const currentPassword = textOf(data, "password");
      const newPassword = textOf(data, "newPassword");
      if (currentPassword === "") return { errors: { password: t("fault.required") } };
      const fault = checkPassword(newPassword);
      if (fault !== undefined) return { errors: { newPassword: faultText(t, "password", fault) } };
      await chat.account.changePassword({ currentPassword, newPassword });
      // In a call of its own: in the same one the service would end this session, too, and begin another.
      if (data.has("revokeOthers")) await api.revokeOtherSessions();
      void cache.invalidateQueries({ queryKey: queryKeys.sessions });
      setChanged(true);
      return { emptied: true };
    },
    (thrown) => explainSecret(t, thrown),
  );

  return (
    <form
      noValidate
      onSubmit={form.onSubmit}
      onChange={() => setChanged(false)}
      className="flex max-w-110 flex-col gap-5"
    >
      <Problem text={form.problem} />
      <PasswordField
        name="password"
        label={t("account.passwordNow")}
        error={form.errors["password"]}
        autoComplete="current-password"
      />
      <NoPassword />
      <PasswordField
        name="newPassword"
        label={t("account.newPassword")}
        error={form.errors["newPassword"]}
        autoComplete="new-password"
      />
      <label className="flex min-h-11 items-center gap-3 text-ui md:min-h-6">
        <input type="checkbox" name="revokeOthers" defaultChecked className="size-4 accent-accent" />
        {t("account.revokeOthers")}
      </label>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="outline" busy={form.busy}>
          {t("account.changePassword")}
        </Button>
        <span role="status" className="text-ui text-ink2">
          {changed && t("account.passwordChanged")}
        </span>
      </div>
    </form>
  );
}
