import { findPublicRooms } from "@parley/client/rooms";
import { limits } from "@parley/protocol/limits";
import type { Room } from "@parley/protocol/room";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Link, useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { useAttempt } from "../app/use-attempt.ts";
import { Waiting } from "../app/waiting.tsx";
import { Button, buttonClass } from "../design/button.tsx";
import { inputClass } from "../design/field.tsx";
import { Notice } from "../design/notice.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { PagePane } from "./page-pane.tsx";
import { queryKeys } from "./query-keys.ts";
import { useJoinRoom } from "./use-join-room.ts";

export default function BrowseRoomsPage(): ReactNode {
  const { t } = useI18n();
  const [typed, setTyped] = useState("");
  return (
    <PagePane title={t("browse.title")} lead={t("browse.lead")}>
      <input
        type="search"
        aria-label={t("browse.search")}
        placeholder={t("browse.search")}
        maxLength={limits.searchQueryCharsMax}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={inputClass}
        dir="auto"
      />
      <Found q={useDeferredValue(typed.trim())} />
    </PagePane>
  );
}

function Found({ q }: { q: string }): ReactNode {
  const chat = useChat();
  const { t } = useI18n();
  const {
    data: rooms,
    error,
    refetch,
  } = useQuery<readonly Room[]>({
    queryKey: queryKeys.publicRooms(q),
    queryFn: ({ signal }) => findPublicRooms(chat, q === "" ? {} : { q }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (rooms === undefined && error === null) return <Waiting />;
  if (rooms === undefined) {
    return (
      <div className="mt-6 flex flex-col items-start gap-4">
        <Notice tone="danger">{errorText(t, error)}</Notice>
        <Button look="outline" onClick={() => void refetch()}>
          {t("app.retry")}
        </Button>
      </div>
    );
  }
  if (rooms.length === 0) return <NothingFound searched={q !== ""} />;
  return (
    <ul className="mt-2 divide-y divide-line">
      {rooms.map((room) => (
        <PublicRoomRow key={room.id} room={room} />
      ))}
    </ul>
  );
}

function NothingFound({ searched }: { searched: boolean }): ReactNode {
  const { t } = useI18n();
  return (
    <div className="flex flex-col items-start gap-4 pt-10">
      <p className="font-serif text-title">{t(searched ? "browse.noneFound" : "browse.noneTitle")}</p>
      <Link href="/rooms/new" className={buttonClass("primary")}>
        {t("create.title")}
      </Link>
    </div>
  );
}

function PublicRoomRow({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const join = useJoinRoom();
  const [, navigate] = useLocation();
  const { busy, problem, attempt } = useAttempt();
  const member = room.role !== null;

  const enter = async () => {
    if (!member) await join(room.id);
    navigate(`/rooms/${room.id}`);
  };

  return (
    <li className="flex items-center gap-4 py-4">
      <div className="min-w-0 flex-1">
        <h2 className="text-body font-medium">
          <bdi className="block truncate">{room.name}</bdi>
        </h2>
        {room.topic !== "" && (
          <p className="text-ui text-ink2">
            <bdi className="block truncate">{room.topic}</bdi>
          </p>
        )}
        <p className="text-meta text-ink3">{t("browse.people", { count: room.memberCount })}</p>
        {problem !== undefined && (
          <p role="alert" className="text-meta text-danger">
            {problem}
          </p>
        )}
      </div>
      <Button
        look={member ? "quiet" : "outline"}
        busy={busy}
        aria-label={t(member ? "browse.openNamed" : "browse.joinNamed", { room: room.name })}
        onClick={() => void attempt(enter)}
      >
        {t(member ? "browse.open" : "browse.join")}
      </Button>
    </li>
  );
}
