import type { Room } from "@parley/protocol/room";
import { type ReactNode, useMemo } from "react";
import { Link, useRoute } from "wouter";
import { classNames } from "../design/class-names.ts";
import { formatShortMoment } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { plainText } from "../room/markdown/plain-text.ts";
import { RoomKindIcon } from "./room-kind-icon.tsx";
import { roomTitle } from "./room-title.ts";

/** More than the widest rail has room for. */
const wordsCharsMax = 120;

/** A room in the rail: its name, when something was said last and what, and how much is unread. */
export function RoomRow({ room }: { room: Room }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const [open] = useRoute("/rooms/:room/*?");
  const [, params] = useRoute("/rooms/:room/*?");
  const current = open && params?.room === room.id;
  const unread = room.unread > 0;
  const last = room.lastMessage;
  return (
    <Link
      href={`/rooms/${room.id}`}
      aria-current={current ? "page" : undefined}
      className={classNames(
        "flex min-h-14 items-center gap-3 rounded-control px-2 py-2 focus-visible:outline-offset-0",
        current ? "bg-tint" : "hover:bg-line/40",
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <RoomKindIcon kind={room.kind} className="size-3.5 shrink-0 self-center text-ink3" />
          <bdi className={classNames("truncate text-ui", unread ? "font-semibold" : "font-medium text-ink2")}>
            {roomTitle(t, room)}
          </bdi>
          {last !== undefined && (
            <time dateTime={last.createdAt} className="ms-auto shrink-0 ps-1 text-meta text-ink3">
              {formatShortMoment(locale, new Date(last.createdAt), now)}
            </time>
          )}
        </span>
        <span className="flex items-center gap-2">
          <bdi className="min-w-0 flex-1 truncate text-meta text-ink3">
            <LastWords message={last} />
          </bdi>
          {unread && <UnreadBadge room={room} />}
        </span>
      </span>
    </Link>
  );
}

function LastWords({ message }: { message: Room["lastMessage"] }): ReactNode {
  const { t } = useI18n();
  const text = message?.text ?? "";
  const words = useMemo(() => plainText(text, wordsCharsMax), [text]);
  if (message === undefined) return t("room.nothingSaid");
  return message.deletedAt === undefined ? words : t("message.deleted");
}

function UnreadBadge({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const mentioned = room.mentions > 0;
  return (
    <span
      className={classNames(
        "tabular inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 text-meta font-semibold",
        mentioned ? "bg-signal text-paper" : "bg-accent text-on-accent",
      )}
    >
      <span aria-hidden="true">{room.unread > 99 ? "99+" : room.unread}</span>
      <span className="sr-only">
        {t("rooms.unread", { count: room.unread })}
        {mentioned && ` ${t("rooms.mentions", { count: room.mentions })}`}
      </span>
    </span>
  );
}
