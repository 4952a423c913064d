import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { useArrival } from "../app/use-arrival.ts";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { formatDay } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { MemberList } from "../people/member-list.tsx";
import { BackLink } from "../rooms/back-link.tsx";
import { queryKeys } from "../rooms/query-keys.ts";

/** What the room is about and who is in it, beside the room. */
export function RoomDetailsAside({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  return (
    <aside
      aria-label={t("details.title")}
      className="flex w-66 shrink-0 flex-col overflow-y-auto border-s border-line"
    >
      <div className="flex h-16 shrink-0 items-center border-b border-line px-5">
        <h2 className="text-ui font-semibold">{t("details.title")}</h2>
      </div>
      <DetailsBody room={room} />
    </aside>
  );
}

/** The same as a page in the room's place, on screens too narrow for both. */
export function RoomDetailsPage({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  return (
    <main id="content" className="flex min-w-0 flex-1 flex-col overflow-y-auto">
      <div className="flex h-16 shrink-0 items-center gap-2 border-b border-line px-2 md:px-4">
        <BackLink to={`/rooms/${room.id}`} />
        <h1 ref={useArrival()} tabIndex={-1} className="text-ui font-semibold outline-none">
          {t("details.title")}
        </h1>
      </div>
      <DetailsBody room={room} />
    </main>
  );
}

function DetailsBody({ room }: { room: Room }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  return (
    <div className="flex flex-col gap-7 px-4 py-5 md:px-6 xl:px-5">
      <section className="text-ui text-ink2">
        <h2 className="mb-1 text-meta font-medium text-ink3">{t("details.about")}</h2>
        <p className="wrap-anywhere" dir="auto">
          {room.topic || t("details.noTopic")}
        </p>
        <p className="mt-1 text-meta text-ink3">
          {t("details.since", { day: formatDay(locale, new Date(room.createdAt), now) })}
        </p>
      </section>
      <MemberList room={room.id} />
      {room.kind !== "direct" && <Leave room={room} />}
    </div>
  );
}

function Leave({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const leave = async () => {
    setBusy(true);
    try {
      await chat.api.leaveRoom(room.id);
      navigate("/rooms", { replace: true });
      cache.setQueryData<readonly Room[]>(queryKeys.rooms, (before) =>
        before?.filter(({ id }) => id !== room.id),
      );
      void cache.invalidateQueries({ queryKey: queryKeys.rooms });
    } catch (thrown) {
      setProblem(errorText(t, thrown));
      setBusy(false);
    }
  };

  return (
    <div className="flex flex-col items-start gap-3">
      {problem !== undefined && (
        <Notice tone="danger" announced>
          {problem}
        </Notice>
      )}
      {asked ? (
        <>
          <p className="text-ui">{t("leave.question")}</p>
          <div className="flex gap-2">
            <Button look="danger" busy={busy} autoFocus onClick={() => void leave()}>
              {t("leave.confirm")}
            </Button>
            <Button look="quiet" onClick={() => setAsked(false)}>
              {t("app.cancel")}
            </Button>
          </div>
        </>
      ) : (
        <Button look="outline" onClick={() => setAsked(true)}>
          {t("leave.title")}
        </Button>
      )}
    </div>
  );
}
