import type { RoomBan } from "@parley/client/room-api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { Problem } from "../../design/problem.tsx";
import { formatAgo } from "../../i18n/format-moment.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useNow } from "../../i18n/use-now.ts";
import { fullName } from "../../people/person-name.ts";
import { Fetched } from "../../rooms/fetched.tsx";
import { queryKeys } from "../../rooms/query-keys.ts";
import { useRoomApi } from "../../rooms/use-room-api.ts";

/** Who may not come back into a room. */
export function RoomBans({ room }: { room: string }): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const bans = useQuery<readonly RoomBan[]>({
    queryKey: queryKeys.bans(room),
    queryFn: () => api.bans(room),
    staleTime: 0,
  });
  return (
    <Fetched query={bans} none={t("roomSettings.noBans")}>
      {(banned) => (
        <ul className="divide-y divide-line border-y border-line">
          {banned.map((ban) => (
            <BanRow key={ban.user.id} room={room} ban={ban} />
          ))}
        </ul>
      )}
    </Fetched>
  );
}

function BanRow({ room, ban }: { room: string; ban: RoomBan }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const api = useRoomApi();
  const cache = useQueryClient();
  const { busy, problem, attempt } = useAttempt();
  const lift = async () => {
    await api.liftBan(room, ban.user.id);
    await cache.invalidateQueries({ queryKey: queryKeys.bans(room) });
  };
  return (
    <li className="py-2">
      <div className="flex items-center gap-3 text-ui">
        <p className="min-w-0 flex-1">
          <bdi className="block truncate">{fullName(ban.user)}</bdi>
          <span className="block truncate text-meta text-ink3">
            <bdi dir="ltr">@{ban.user.username}</bdi> ·{" "}
            {t("roomSettings.bannedAt", { ago: formatAgo(locale, new Date(ban.bannedAt), now) })}
          </span>
        </p>
        <Button
          look="outline"
          busy={busy}
          aria-label={t("roomSettings.unbanNamed", { name: fullName(ban.user) })}
          onClick={() => void attempt(lift)}
        >
          {t("roomSettings.unban")}
        </Button>
      </div>
      <Problem text={problem} />
    </li>
  );
}
