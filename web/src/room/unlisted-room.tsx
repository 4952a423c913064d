import { ParleyError } from "@parley/client";
import { getRoom } from "@parley/client/rooms";
import type { Room } from "@parley/protocol/room";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useChat, useReadable } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { useUser } from "../app/session.tsx";
import { Waiting } from "../app/waiting.tsx";
import { Button, buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "../rooms/empty-pane.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { draftOf } from "./composer/draft.ts";
import { JoinPane } from "./join-pane.tsx";
import { UnsentMessages, UnsentText } from "./unsent.tsx";

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
        <Unsent room={id} />
        <Link href="/rooms" className={buttonClass("primary")}>
          {t("notFound.home")}
        </Link>
      </EmptyPane>
    );
  }
  if (room !== undefined) {
    return (
      <JoinPane room={room}>
        <Unsent room={id} />
      </JoinPane>
    );
  }
  if (error === null) return <Waiting />;
  if (error instanceof ParleyError && !error.retryable) {
    return (
      <EmptyPane title={t("room.absentTitle")} lead={t("room.absentLead")}>
        <Unsent room={id} />
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

/** What was written for the room and cannot be sent: messages on their way, and what was being written. */
function Unsent({ room }: { room: string }): ReactNode {
  const { t } = useI18n();
  const viewer = useUser().id;
  const pending = useReadable(useChat().pending).filter(
    (message) => message.room === room && message.state.kind !== "sending",
  );
  const draft = draftOf(viewer, room);
  const [begun, setBegun] = useState(draft.read);
  const letGo = () => {
    draft.write("");
    setBegun("");
  };
  if (pending.length === 0 && begun === "") return null;
  return (
    <div className="mb-6 flex w-full max-w-110 flex-col gap-4">
      <h2 className="text-start text-ui font-semibold">{t("unsent.title")}</h2>
      {pending.length > 0 && <UnsentMessages messages={pending} />}
      {begun !== "" && (
        <UnsentText text={begun} onDiscard={letGo}>
          {t("room.unsent")}
        </UnsentText>
      )}
    </div>
  );
}
