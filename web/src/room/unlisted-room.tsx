import { ParleyError } from "@parley/client";
import { getRoom } from "@parley/client/rooms";
import type { Room } from "@parley/protocol/room";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { useUser } from "../app/session.tsx";
import { Waiting } from "../app/waiting.tsx";
import { Button, buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "../rooms/empty-pane.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { draftOf } from "./composer/draft.ts";
import { JoinPane } from "./join-pane.tsx";

/** What happened to somebody who was in the room a moment ago, by the reason that the service gives. */
const removalTitles: Readonly<Record<string, "room.kickedTitle" | "room.bannedTitle" | "room.deletedTitle">> =
  {
    kicked: "room.kickedTitle",
    banned: "room.bannedTitle",
    deleted: "room.deletedTitle",
  };

/** A room that is not among the person's own: a public one to join, or none that they may know of. */
export default function UnlistedRoom({ id }: { id: string }): ReactNode {
  const chat = useChat();
  const { t } = useI18n();
  const viewer = useUser().id;
  const {
    data: room,
    error,
    refetch,
  } = useQuery<Room>({
    queryKey: queryKeys.room(id),
    queryFn: ({ signal }) => getRoom(chat, id, { signal }),
  });
  const { data: because } = useQuery<string | null>({
    queryKey: queryKeys.leftBecause(id),
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const title = because ? removalTitles[because] : undefined;
  if (title !== undefined) {
    return (
      <EmptyPane title={t(title)} lead={t("room.leftLead")}>
        <Unsent text={draftOf(viewer, id).read()} />
        <Link href="/rooms" className={buttonClass("primary")}>
          {t("notFound.home")}
        </Link>
      </EmptyPane>
    );
  }
  if (room !== undefined) return <JoinPane room={room} />;
  if (error === null) return <Waiting />;
  if (error instanceof ParleyError && !error.retryable) {
    return (
      <EmptyPane title={t("room.absentTitle")} lead={t("room.absentLead")}>
        <Link href="/rooms" className={buttonClass("primary")}>
          {t("notFound.home")}
        </Link>
      </EmptyPane>
    );
  }
  return (
    <EmptyPane title={t("room.failedTitle")} lead={errorText(t, error)}>
      <Button look="outline" onClick={() => void refetch()}>
        {t("app.retry")}
      </Button>
    </EmptyPane>
  );
}

/** What was being written when the room went away: it cannot be sent, but it can be taken along. */
function Unsent({ text }: { text: string }): ReactNode {
  const { t } = useI18n();
  if (text === "") return null;
  return (
    <figure className="mb-6 max-w-88 text-start text-ui">
      <figcaption className="mb-1 text-meta text-ink3">{t("room.unsent")}</figcaption>
      <p
        dir="auto"
        className="max-h-40 overflow-y-auto border-s-2 border-line ps-3 whitespace-pre-wrap wrap-anywhere"
      >
        {text}
      </p>
    </figure>
  );
}
