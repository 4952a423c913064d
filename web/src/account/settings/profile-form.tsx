import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useSession, useUser } from "../../app/session.tsx";
import { Button } from "../../design/button.tsx";
import { Problem } from "../../design/problem.tsx";
import { TextField } from "../../design/text-field.tsx";
import { textOf, useSubmit } from "../../design/use-submit.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { checkProfile } from "../check-account.ts";
import { explainRefusal, faultTexts } from "../fault-text.ts";
import { useProfileApi } from "./use-profile-api.ts";

/** What a person is called. */
export function ProfileForm(): ReactNode {
  const { t } = useI18n();
  const user = useUser();
  const { reload } = useSession();
  const api = useProfileApi();
  const cache = useQueryClient();
  const [saved, setSaved] = useState(false);

  const form = useSubmit(
    async (data) => {
      const profile = {
        name: textOf(data, "name").trim(),
        lastName: textOf(data, "lastName").trim(),
        username: textOf(data, "username").trim(),
      };
      const faults = checkProfile(profile);
      if (Object.keys(faults).length > 0) return { errors: faultTexts(t, faults) };
      await api.update(profile);
      await reload();
      // What others' lists call the person is fetched anew.
      void cache.invalidateQueries();
      setSaved(true);
      return undefined;
    },
    (thrown) => explainRefusal(t, thrown),
  );

  return (
    <form
      noValidate
      onSubmit={form.onSubmit}
      onChange={() => setSaved(false)}
      className="flex max-w-110 flex-col gap-5"
    >
      <Problem text={form.problem} />
      <div className="grid gap-5 md:grid-cols-2">
        <TextField
          name="name"
          label={t("account.firstName")}
          defaultValue={user.name}
          error={form.errors["name"]}
          autoComplete="given-name"
          dir="auto"
        />
        <TextField
          name="lastName"
          label={t("account.lastName")}
          defaultValue={user.lastName}
          error={form.errors["lastName"]}
          autoComplete="family-name"
          dir="auto"
        />
      </div>
      <TextField
        name="username"
        label={t("account.username")}
        defaultValue={user.username}
        error={form.errors["username"]}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        className="rtl:text-end"
      />
      <div className="flex items-center gap-4">
        <Button type="submit" look="primary" busy={form.busy}>
          {t("account.save")}
        </Button>
        <span role="status" className="text-ui text-ink2">
          {saved && t("account.saved")}
        </span>
      </div>
    </form>
  );
}
