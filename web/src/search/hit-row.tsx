import type { SearchHit } from "@parley/protocol/http-answers";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { formatFullMoment, formatShortMoment } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { isolate } from "../i18n/isolate.ts";
import { useNow } from "../i18n/use-now.ts";
import { usePeople } from "../people/use-people.ts";
import { messagePath } from "../room/actions/message-link.ts";
import { RoomKindIcon } from "../rooms/room-kind-icon.tsx";
import { roomTitle } from "../rooms/room-title.ts";
import { splitByMarks } from "./split-by-marks.ts";

/** A message that was found: where, by whom and when, and the words around what was looked for. */
export function HitRow({ hit }: { hit: SearchHit }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const { room, message, excerpt, marks } = hit;
  const people = usePeople(room.id);
  const name = people.call(message.user) ?? (people.known ? t("person.unknown") : undefined);
  const at = new Date(message.createdAt);
  return (
    <li className="border-b border-line">
      <Link
        href={messagePath(room.id, message.seq)}
        className="-mx-3 block rounded-control px-3 py-3 hover:bg-sunken focus-visible:outline-offset-0"
      >
        <span className="flex items-baseline gap-2 text-meta text-ink3">
          <RoomKindIcon kind={room.kind} className="size-3.5 shrink-0 self-center" />
          <bdi className="truncate">{roomTitle(t, room)}</bdi>
          <time
            dateTime={message.createdAt}
            title={formatFullMoment(locale, at)}
            className="ms-auto shrink-0 ps-2"
          >
            {formatShortMoment(locale, at, now)}
          </time>
        </span>
        <span className="mt-0.5 block text-ui wrap-anywhere" dir="auto">
          <bdi className="font-semibold">{name !== undefined && isolate(name, "ltr")}</bdi>{" "}
          {splitByMarks(excerpt, marks).map(({ text, marked, at: start }) =>
            marked ? (
              <mark key={start} className="rounded-[0.125rem] bg-tint font-medium text-accent">
                {text}
              </mark>
            ) : (
              <span key={start}>{text}</span>
            ),
          )}
        </span>
      </Link>
    </li>
  );
}
