import type { ReactNode } from "react";
import { useI18n } from "../../i18n/i18n.tsx";
import { BotList } from "../../integrations/bot-list.tsx";
import { PagePane } from "../../rooms/page-pane.tsx";
import { AccountData } from "./account-data.tsx";
import { EmailForm } from "./email-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { SessionList } from "./session-list.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

/** A person's own account: who they are, how they sign in and where, and what is kept of them. */
export default function AccountPage(): ReactNode {
  const { t } = useI18n();
  const parts = [
    { title: t("account.profile"), body: <ProfileForm /> },
    { title: t("account.email"), body: <EmailForm /> },
    { title: t("account.password"), body: <PasswordForm /> },
    { title: t("account.sessions"), body: <SessionList /> },
    { title: t("bots.title"), body: <BotList /> },
    { title: t("account.data"), body: <AccountData /> },
  ];
  return (
    <PagePane title={t("settings.title")}>
      <SettingsTabs current="/rooms/settings/account" />
      <div className="flex flex-col gap-10">
        {parts.map(({ title, body }) => (
          <section key={title}>
            <h2 className="mb-4 text-body font-semibold">{title}</h2>
            {body}
          </section>
        ))}
      </div>
    </PagePane>
  );
}
