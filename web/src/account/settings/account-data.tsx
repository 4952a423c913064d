import type { ProfileApi } from "@parley/client/profile-api";
import { type ReactNode, useState } from "react";
import { useSession, useUser } from "../../app/session.tsx";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { PasswordField } from "../../design/password-field.tsx";
import { Problem } from "../../design/problem.tsx";
import { textOf, useSubmit } from "../../design/use-submit.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { explainSecret } from "./explain-secret.ts";
import { NoPassword } from "./no-password.tsx";
import { useProfileApi } from "./use-profile-api.ts";

/** More pages than anybody's: 200,000 messages. Whoever wrote more takes the rest over the API. */
const exportPagesMax = 1_000;

/** What is kept of the person: to take along, and to delete. */
export function AccountData(): ReactNode {
  const { t } = useI18n();
  const api = useProfileApi();
  const { username } = useUser();
  const { busy, problem, attempt } = useAttempt();
  const [deleting, setDeleting] = useState(false);
  const download = async () =>
    saveFile(`parley-${username}.json`, JSON.stringify(await exportAll(api), null, 2));
  return (
    <div className="flex flex-col items-start gap-6">
      <div className="flex flex-col items-start gap-3">
        <p className="text-ui text-ink2">{t("account.exportLead")}</p>
        <Problem text={problem} />
        <Button look="outline" busy={busy} onClick={() => void attempt(download)}>
          {t("account.export")}
        </Button>
      </div>
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

/** All that is kept, the pages of messages put together. */
async function exportAll(api: ProfileApi): Promise<object> {
  const { next: firstNext, ...kept } = await api.exportPage();
  const messages = [...kept.messages];
  let next = firstNext;
  for (let page = 1; next !== undefined && page < exportPagesMax; page += 1) {
    const more = await api.exportPage(next);
    messages.push(...more.messages);
    next = more.next;
  }
  return { ...kept, messages, ...(next !== undefined && { next }) };
}

function saveFile(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
