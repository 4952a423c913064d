import type { Room } from "@parley/protocol/room";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useArrival } from "../../app/use-arrival.ts";
import { Button, buttonClass } from "../../design/button.tsx";
import { AddPersonIcon, SearchIcon, SettingsIcon } from "../../design/icons.ts";
import { formatDay } from "../../i18n/format-moment.ts";
import { formatSpan } from "../../i18n/format-span.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useNow } from "../../i18n/use-now.ts";
import { MemberList } from "../../people/member-list.tsx";
import { BackLink } from "../../rooms/back-link.tsx";
import { may } from "../../rooms/room-rights.ts";
import { AddPeopleDialog } from "./add-people-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";

interface RoomDetailsProps {
  readonly room: Room;
  /** Beside the room; else a page in its place, on screens too narrow for both. */
  readonly beside: boolean;
  readonly onPerson: (user: string) => void;
}

/** What the room is about and who is in it. */
export default function RoomDetails({ room, beside, onPerson }: RoomDetailsProps): ReactNode {
  const { t } = useI18n();
  const heading = useArrival();
  if (!beside) {
    return (
      <main id="content" className="flex min-w-0 flex-1 flex-col overflow-y-auto">
        <div className="flex h-16 shrink-0 items-center gap-2 border-b border-line px-2 md:px-4">
          <BackLink to={`/rooms/${room.id}`} />
          <h1 ref={heading} tabIndex={-1} className="text-ui font-semibold outline-none">
            {t("details.title")}
          </h1>
        </div>
        <DetailsBody room={room} onPerson={onPerson} />
      </main>
    );
  }
  return (
    <aside
      aria-label={t("details.title")}
      className="flex w-66 shrink-0 flex-col overflow-y-auto border-s border-line"
    >
      <div className="flex h-16 shrink-0 items-center border-b border-line px-5">
        <h2 className="text-ui font-semibold">{t("details.title")}</h2>
      </div>
      <DetailsBody room={room} onPerson={onPerson} />
    </aside>
  );
}

function DetailsBody({ room, onPerson }: Omit<RoomDetailsProps, "beside">): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  return (
    <div className="flex flex-col gap-7 px-4 py-5 md:px-6 xl:px-5">
      <section className="text-ui">
        <h2 className="mb-1 text-meta font-medium text-ink3">{t("details.about")}</h2>
        {room.kind !== "direct" && (
          <p className="wrap-anywhere" dir="auto">
            {room.topic || t("details.noTopic")}
          </p>
        )}
        <div className="mt-1 text-meta text-ink3">
          <p>{t("details.since", { day: formatDay(locale, new Date(room.createdAt), now) })}</p>
          {room.slowModeMs > 0 && (
            <p>{t("details.slowMode", { span: formatSpan(locale, room.slowModeMs) })}</p>
          )}
          {room.archived && <p>{t("details.archived")}</p>}
        </div>
      </section>
      <Ways room={room} />
      <MemberList room={room} onPerson={onPerson} />
      {may(room, "leave") && <Leave room={room} />}
    </div>
  );
}

/** What leads on from a room's details, as far as the person may. */
function Ways({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const [adding, setAdding] = useState(false);
  const wayClass = "w-full justify-start";
  return (
    <div className="-mx-4 -my-2 flex flex-col">
      <Link href={`/rooms/search?room=${room.id}`} className={buttonClass("quiet", wayClass)}>
        <SearchIcon className="size-4" /> {t("room.search")}
      </Link>
      {may(room, "add") && (
        <Button look="quiet" className={wayClass} onClick={() => setAdding(true)}>
          <AddPersonIcon className="size-4" /> {t("details.add")}
        </Button>
      )}
      {(may(room, "update") || may(room, "archive")) && (
        <Link href={`/rooms/${room.id}/settings`} className={buttonClass("quiet", wayClass)}>
          <SettingsIcon className="size-4" /> {t("room.settings")}
        </Link>
      )}
      {adding && <AddPeopleDialog room={room} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Leave({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button look="outline" className="self-start" onClick={() => setAsked(true)}>
        {t("leave.title")}
      </Button>
      {asked && <LeaveDialog room={room} onClose={() => setAsked(false)} />}
    </>
  );
}
