import type { AdminSession, AdminUser } from "@parley/protocol/http-answers";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { deviceName } from "../account/settings/device-name.ts";
import { useUser } from "../app/session.tsx";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Problem } from "../design/problem.tsx";
import { formatAddress } from "../i18n/format-address.ts";
import { formatPoint } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { fullName } from "../people/person-name.ts";
import { Fetched } from "../rooms/fetched.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { useAdminApi } from "./use-admin-api.ts";

/** One account: its sessions, its role, and whether it may be used. */
export function AdminUserDialog({ user, onClose }: { user: AdminUser; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const api = useAdminApi();
  const cache = useQueryClient();
  const { busy, problem, attempt } = useAttempt();
  const self = user.id === useUser().id;
  const banned = user.bannedAt !== null;
  const admin = user.role === "admin";
  const change = (doing: () => Promise<void>) =>
    void attempt(async () => {
      await doing();
      await cache.invalidateQueries({ queryKey: queryKeys.admin() });
    });
  const sessions = useQuery<readonly AdminSession[]>({
    queryKey: queryKeys.admin("sessions", user.id),
    queryFn: () => api.sessions(user.id),
    staleTime: 0,
  });
  return (
    <Dialog title={fullName(user)} onClose={onClose} className="max-w-130">
      <div className="flex min-h-0 flex-col gap-5 overflow-y-auto px-5 pb-5">
        <p className="text-ui text-ink2 wrap-anywhere">
          <bdi dir="ltr">@{user.username}</bdi> · <bdi dir="ltr">{user.email}</bdi>
        </p>
        <Problem text={problem} />
        <section>
          <h3 className="mb-2 text-meta font-medium text-ink3">{t("admin.sessions")}</h3>
          <Fetched query={sessions} none={t("account.noSessions")}>
            {(held) => (
              <ul className="divide-y divide-line border-y border-line">
                {held.map((session) => (
                  <SessionRow
                    key={session.id}
                    session={session}
                    busy={busy}
                    onEnd={() => change(() => api.endSession(user.id, session.id))}
                  />
                ))}
              </ul>
            )}
          </Fetched>
        </section>
        <div className="flex flex-wrap gap-2">
          {!self && (
            <>
              <Button
                look={banned ? "outline" : "danger"}
                busy={busy}
                onClick={() => change(() => (banned ? api.unbanUser(user.id) : api.banUser(user.id)))}
              >
                {banned ? t("admin.unban") : t("admin.ban")}
              </Button>
              <Button
                look="outline"
                busy={busy}
                onClick={() => change(() => api.giveRole(user.id, admin ? "user" : "admin"))}
              >
                {admin ? t("admin.unmakeAdmin") : t("admin.makeAdmin")}
              </Button>
            </>
          )}
          <Button look="outline" busy={busy} onClick={() => change(() => api.endSessions(user.id))}>
            {t("admin.endSessions")}
          </Button>
          <Button look="quiet" className="ms-auto" onClick={onClose}>
            {t("app.close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function SessionRow(props: { session: AdminSession; busy: boolean; onEnd: () => void }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const { session, busy, onEnd } = props;
  return (
    <li className="flex min-h-11 items-center gap-3 py-1.5 text-ui">
      <p className="min-w-0 flex-1">
        {deviceName(t, session.userAgent)}
        <span className="block truncate text-meta text-ink3">
          {t("admin.since", { moment: formatPoint(locale, new Date(session.createdAt), now) })}
          {session.address !== null && (
            <>
              {" · "}
              <bdi dir="ltr">{formatAddress(session.address)}</bdi>
            </>
          )}
        </span>
      </p>
      <Button look="quiet" busy={busy} onClick={onEnd}>
        {t("admin.endSession")}
      </Button>
    </li>
  );
}
