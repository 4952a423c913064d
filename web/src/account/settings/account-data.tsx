import { type ReactNode, useState } from "react";
import { useSession } from "../../app/session.tsx";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { PasswordField } from "../../design/password-field.tsx";
import { Problem } from "../../design/problem.tsx";
import { textOf, useSubmit } from "../../design/use-submit.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { DataExport } from "./data-export.tsx";
import { explainSecret } from "./explain-secret.ts";
import { NoPassword } from "./no-password.tsx";
import { useProfileApi } from "./use-profile-api.ts";

/** What is kept of the person: to take along, and to delete. */
export function AccountData(): ReactNode {
  const { t } = useI18n();
  const [deleting, setDeleting] = useState(false);
  return (
    <div className="flex flex-col items-start gap-6">
      <DataExport />
      <div className="flex flex-col items-start gap-3">
        <p className="text-ui text-ink2 text-pretty">{t("account.deleteLead")}</p>
        <Button look="danger" onClick={() => setDeleting(true)}>
          {t("account.delete")}
        </Button>
      </div>
      {deleting && <DeleteAccountDialog onClose={() => setDeleting(false)} />}
    </div>
  );
}

function DeleteAccountDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const api = useProfileApi();
  const { signOut } = useSession();
  const form = useSubmit(
    async (data) => {
      const password = textOf(data, "password");
      if (password === "") return { errors: { password: t("fault.required") } };
      await api.deleteAccount(password);
      // The session went with the account; what is left is to say so here.
      await signOut({ forget: true });
      return undefined;
    },
    (thrown) => explainSecret(t, thrown),
  );
  return (
    <Dialog title={t("account.deleteTitle")} onClose={onClose}>
      <form
        noValidate
        onSubmit={form.onSubmit}
        className="flex flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5"
      >
        <p className="text-ui text-ink2">{t("account.deleteFinal")}</p>
        <Problem text={form.problem} />
        <PasswordField
          name="password"
          label={t("account.passwordNow")}
          error={form.errors["password"]}
          autoComplete="current-password"
          autoFocus
        />
        <NoPassword />
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" look="danger" busy={form.busy}>
            {t("account.delete")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
