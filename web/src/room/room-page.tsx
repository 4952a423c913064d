import { ParleyError } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { Waiting } from "../app/waiting.tsx";
import { Button, buttonClass } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "../rooms/empty-pane.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { useRooms } from "../rooms/use-rooms.ts";
import { JoinPane } from "./join-pane.tsx";
import { RoomView } from "./room-view.tsx";

interface RoomPageProps {
  readonly room: string;
  /** Whether the room's details are asked for; on wide screens they always stand beside it. */
  readonly details: boolean;
}

/** One room by id: the room itself for its members, the way in for others, a plain word where there is none. */
export default function RoomPage({ room: id, details }: RoomPageProps): ReactNode {
  const rooms = useRooms();
  const known = rooms.data?.find((room) => room.id === id);
  if (known !== undefined) return <RoomView room={known} details={details} />;
  if (rooms.isPending) return <Waiting />;
  return <UnlistedRoom id={id} />;
}

/** A room that is not among the person's own: a public one to join, or none that they may know of. */
function UnlistedRoom({ id }: { id: string }): ReactNode {
  const chat = useChat();
  const { t } = useI18n();
  const {
    data: room,
    error,
    refetch,
  } = useQuery<Room>({
    queryKey: queryKeys.room(id),
    queryFn: ({ signal }) => chat.api.room(id, { signal }),
  });
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
