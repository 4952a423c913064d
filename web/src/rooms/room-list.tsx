import type { ReactNode } from "react";
import { Link } from "wouter";
import { errorText } from "../app/error-text.ts";
import { Button, buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { RoomRow } from "./room-row.tsx";
import { useRooms } from "./use-rooms.ts";

/** The person's rooms, or what stands in their place. */
export function RoomList(): ReactNode {
  const { t } = useI18n();
  const { data: rooms, error, refetch } = useRooms();

  if (rooms === undefined) {
    return error === null ? (
      <Placeholder />
    ) : (
      <Failed text={errorText(t, error)} retry={() => void refetch()} />
    );
  }
  if (rooms.length === 0) {
    return <NoRooms />;
  }
  return (
    <ul className="flex flex-1 flex-col gap-0.5 overflow-y-auto px-2 py-1 md:gap-px">
      {rooms.map((room) => (
        <li key={room.id}>
          <RoomRow room={room} />
        </li>
      ))}
    </ul>
  );
}

/** Beside the rail a pane says the rest (`NoRoomPane`); alone, the list says it itself. */
function NoRooms(): ReactNode {
  const { t } = useI18n();
  return (
    <div className="flex flex-1 flex-col items-center justify-center px-6 pb-16 text-center md:items-start md:justify-start md:px-4 md:pt-2 md:text-start">
      <p className="font-serif text-title md:font-sans md:text-ui md:text-ink3">{t("rooms.emptyTitle")}</p>
      <p className="mt-2 max-w-88 text-ui text-ink2 text-pretty md:hidden">{t("rooms.emptyLead")}</p>
      <Link href="/rooms/browse" className={buttonClass("primary", "mt-6 md:hidden")}>
        {t("browse.title")}
      </Link>
    </div>
  );
}

function Failed({ text, retry }: { text: string; retry: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <div className="flex flex-1 flex-col items-start gap-4 px-4 pt-6" role="alert">
      <p className="text-ui text-ink2">{text}</p>
      <Button look="outline" onClick={retry}>
        {t("app.retry")}
      </Button>
    </div>
  );
}

function Placeholder(): ReactNode {
  const { t } = useI18n();
  return (
    <div role="status" className="flex flex-1 flex-col gap-3 px-4 pt-3">
      <span className="sr-only">{t("app.loading")}</span>
      {[60, 45, 70, 50].map((width) => (
        <span
          key={width}
          aria-hidden="true"
          className="block h-4 rounded-full bg-line"
          style={{ width: `${width}%` }}
        />
      ))}
    </div>
  );
}
