import type { AccountSession } from "@parley/client/profile-api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { Problem } from "../../design/problem.tsx";
import { formatAddress } from "../../i18n/format-address.ts";
import { formatAgo } from "../../i18n/format-moment.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useNow } from "../../i18n/use-now.ts";
import { Fetched } from "../../rooms/fetched.tsx";
import { queryKeys } from "../../rooms/query-keys.ts";
import { deviceName } from "./device-name.ts";
import { useProfileApi } from "./use-profile-api.ts";

/** Where the person is signed in; each can be ended from here, but for the one that they look from. */
export function SessionList(): ReactNode {
  const { t } = useI18n();
  const api = useProfileApi();
  const cache = useQueryClient();
  const { busy, problem, attempt } = useAttempt();
  const sessions = useQuery<readonly AccountSession[]>({
    queryKey: queryKeys.sessions,
    queryFn: () => api.sessions(),
    staleTime: 0,
  });
  const others = sessions.data?.filter(({ current }) => !current) ?? [];
  const revokeOthers = async () => {
    await api.revokeOtherSessions();
    await cache.invalidateQueries({ queryKey: queryKeys.sessions });
  };
  return (
    <div className="flex flex-col items-start gap-4">
      <Fetched query={sessions} none={t("account.noSessions")}>
        {(held) => (
          <ul className="w-full divide-y divide-line border-y border-line">
            {held.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Fetched>
      <Problem text={problem} />
      {others.length > 1 && (
        <Button look="outline" busy={busy} onClick={() => void attempt(revokeOthers)}>
          {t("account.revokeAll")}
        </Button>
      )}
    </div>
  );
}

function SessionRow({ session }: { session: AccountSession }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const api = useProfileApi();
  const cache = useQueryClient();
  const { busy, problem, attempt } = useAttempt();
  const device = deviceName(t, session.userAgent);
  const revoke = async () => {
    await api.revokeSession(session.token);
    await cache.invalidateQueries({ queryKey: queryKeys.sessions });
  };
  return (
    <li className="py-2">
      <div className="flex min-h-11 items-center gap-3 text-ui">
        <p className="min-w-0 flex-1">
          {device}
          <span className="block truncate text-meta text-ink3">
            {session.current
              ? t("account.thisDevice")
              : t("account.lastUsed", { ago: formatAgo(locale, new Date(session.updatedAt), now) })}
            {session.ipAddress && (
              <>
                {" · "}
                <bdi dir="ltr">{formatAddress(session.ipAddress)}</bdi>
              </>
            )}
          </span>
        </p>
        {!session.current && (
          <Button
            look="outline"
            busy={busy}
            aria-label={t("account.revokeNamed", { device })}
            onClick={() => void attempt(revoke)}
          >
            {t("account.revoke")}
          </Button>
        )}
      </div>
      <Problem text={problem} />
    </li>
  );
}
