import type { Room } from "@parley/protocol/room";
import type { ReactNode, Ref } from "react";
import { Link } from "wouter";
import { useUser } from "../app/session.tsx";
import { iconButtonClass } from "../design/icon-button-class.ts";
import { PeopleIcon, SearchIcon } from "../design/icons.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { PresenceDot } from "../people/presence-dot.tsx";
import { presenceText } from "../people/presence-text.ts";
import { useMembers } from "../people/use-people.ts";
import { BackLink } from "../rooms/back-link.tsx";
import { RoomKindIcon } from "../rooms/room-kind-icon.tsx";
import { roomTitle } from "../rooms/room-title.ts";

interface RoomHeaderProps {
  readonly room: Room;
  readonly detailsLink: Ref<HTMLAnchorElement>;
}

/** What the room is called and about, the way back on small screens, and the way to its details. */
export function RoomHeader({ room, detailsLink }: RoomHeaderProps): ReactNode {
  const { t } = useI18n();
  const people = t("browse.people", { count: room.memberCount });
  return (
    <header className="flex h-16 shrink-0 items-center gap-2 border-b border-line ps-2 pe-2 md:ps-6 md:pe-4">
      <BackLink className="md:hidden" />
      <div className="min-w-0 flex-1">
        <h1 className="flex items-center gap-2 font-serif text-title">
          <RoomKindIcon kind={room.kind} className="size-4 shrink-0 text-ink3" />
          <bdi className="truncate">{roomTitle(t, room)}</bdi>
        </h1>
        {room.kind === "direct" ? (
          <OtherPresence room={room.id} />
        ) : (
          room.topic !== "" && (
            <p className="text-meta text-ink2">
              <bdi className="block truncate">{room.topic}</bdi>
            </p>
          )
        )}
      </div>
      <Link
        href={`/rooms/search?room=${room.id}`}
        aria-label={t("room.search")}
        title={t("room.search")}
        className={iconButtonClass()}
      >
        <SearchIcon className="size-5" />
      </Link>
      <Link
        ref={detailsLink}
        href={`/rooms/${room.id}/details`}
        aria-label={`${t("details.title")}: ${people}`}
        title={people}
        className={iconButtonClass("w-auto gap-1.5 px-2.5 md:w-auto xl:hidden")}
      >
        <PeopleIcon className="size-5" />
        <span className="tabular text-ui">{room.memberCount}</span>
      </Link>
    </header>
  );
}

/** Whether the other one of a direct room is there. */
function OtherPresence({ room }: { room: string }): ReactNode {
  const i18n = useI18n();
  const now = useNow();
  const viewer = useUser().id;
  const { data: members } = useMembers(room);
  const other = members?.find(({ user }) => user.id !== viewer);
  if (other === undefined) return null;
  return (
    <p className="flex items-center gap-2 truncate text-meta text-ink2">
      {other.user.bot !== true && <PresenceDot online={other.online} />}
      {presenceText(i18n, { ...other.user, online: other.online }, now)}
    </p>
  );
}
