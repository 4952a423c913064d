import type { RoomBan } from "@parley/client/room-api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ManagedRow } from "../../design/managed-row.tsx";
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
  const name = fullName(ban.user);
  return (
    <ManagedRow
      title={<bdi>{name}</bdi>}
      facts={
        <>
          <bdi dir="ltr">@{ban.user.username}</bdi> ·{" "}
          {t("roomSettings.bannedAt", { ago: formatAgo(locale, new Date(ban.bannedAt), now) })}
        </>
      }
      action={t("roomSettings.unban")}
      actionNamed={t("roomSettings.unbanNamed", { name })}
      run={async () => {
        await api.liftBan(room, ban.user.id);
        await cache.invalidateQueries({ queryKey: queryKeys.bans(room) });
      }}
    />
  );
}
