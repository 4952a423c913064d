import type { AdminRoom } from "@parley/protocol/http-answers";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { Button, buttonClass } from "../design/button.tsx";
import { ConfirmDialog } from "../design/confirm-dialog.tsx";
import { formatAgo } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { Fetched } from "../rooms/fetched.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { RoomKindIcon } from "../rooms/room-kind-icon.tsx";
import { roomTitle } from "../rooms/room-title.ts";
import { AdminSearch } from "./admin-search.tsx";
import { useAdminApi } from "./use-admin-api.ts";

/** All rooms there are. */
export function AdminRooms(): ReactNode {
  const { t } = useI18n();
  const api = useAdminApi();
  const cache = useQueryClient();
  const [typed, setTyped] = useState("");
  const [doomed, setDoomed] = useState<AdminRoom>();
  const q = useDeferredValue(typed.trim());
  const rooms = useQuery<readonly AdminRoom[]>({
    queryKey: queryKeys.admin("rooms", q),
    queryFn: () => api.rooms(q),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return (
    <>
      <AdminSearch label={t("admin.searchRooms")} typed={typed} onType={setTyped} />
      <Fetched query={rooms} none={t("admin.none")}>
        {(found) => (
          <ul className="divide-y divide-line border-y border-line">
            {found.map((room) => (
              <RoomRow key={room.id} room={room} onRemove={() => setDoomed(room)} />
            ))}
          </ul>
        )}
      </Fetched>
      {doomed !== undefined && (
        <ConfirmDialog
          title={t("roomSettings.deleteTitle", { room: roomTitle(t, doomed) })}
          lead={t("roomSettings.deleteLead")}
          action={t("roomSettings.delete")}
          run={async () => {
            await api.removeRoom(doomed.id);
            await cache.invalidateQueries({ queryKey: queryKeys.admin() });
          }}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </>
  );
}

function RoomRow({ room, onRemove }: { room: AdminRoom; onRemove: () => void }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const name = roomTitle(t, room);
  const facts = [
    t("browse.people", { count: room.memberCount }),
    t("admin.active", { ago: formatAgo(locale, new Date(room.activeAt), now) }),
    room.archived && t("admin.archived"),
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-ui">
      <p className="min-w-40 flex-1">
        <span className="flex items-center gap-1.5 font-medium">
          <RoomKindIcon kind={room.kind} className="size-3.5 shrink-0 text-ink3" />
          <bdi className="truncate">{name}</bdi>
        </span>
        <span className="block text-meta text-ink3">{facts.join(" · ")}</span>
      </p>
      <span className="flex gap-2">
        {room.kind !== "direct" && (
          <Link
            href={`/rooms/admin/rooms/${room.id}`}
            aria-label={t("admin.lookNamed", { room: name })}
            className={buttonClass("outline")}
          >
            {t("admin.look")}
          </Link>
        )}
        <Button look="danger" aria-label={t("admin.removeRoomNamed", { room: name })} onClick={onRemove}>
          {t("admin.removeRoom")}
        </Button>
      </span>
    </li>
  );
}
