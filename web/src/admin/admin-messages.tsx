import { getRoom } from "@parley/client/rooms";
import type { AdminMessage } from "@parley/protocol/http-answers";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useChat } from "../app/chat-context.tsx";
import { Button } from "../design/button.tsx";
import { ConfirmDialog } from "../design/confirm-dialog.tsx";
import { formatPoint } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { isolate } from "../i18n/isolate.ts";
import { useNow } from "../i18n/use-now.ts";
import { fullName } from "../people/person-name.ts";
import { queryKeys } from "../rooms/query-keys.ts";
import { AdminSearch } from "./admin-search.tsx";
import { lastOfFull, Pages } from "./pages.tsx";
import { useAdminApi } from "./use-admin-api.ts";

/** What was said in a room, for who looks into a report, and the way to remove it. */
export function AdminMessages({ room }: { room: string }): ReactNode {
  const { t } = useI18n();
  const api = useAdminApi();
  const cache = useQueryClient();
  const [typed, setTyped] = useState("");
  const [doomed, setDoomed] = useState<AdminMessage>();
  const q = useDeferredValue(typed.trim());
  const messages = useInfiniteQuery({
    queryKey: queryKeys.admin("messages", room, q),
    queryFn: ({ pageParam }) =>
      api.messages(room, { ...(q !== "" && { q }), ...(pageParam > 0 && { before: pageParam }) }),
    initialPageParam: 0,
    getNextPageParam: (last: readonly AdminMessage[]) => lastOfFull(last)?.seq,
    staleTime: 0,
  });
  return (
    <>
      <Heading room={room} />
      <AdminSearch label={t("admin.searchMessages")} typed={typed} onType={setTyped} />
      <Pages query={messages} none={t("admin.none")}>
        {(message) => <MessageRow key={message.id} message={message} onRemove={() => setDoomed(message)} />}
      </Pages>
      {doomed !== undefined && (
        <ConfirmDialog
          title={t("admin.removeMessageTitle")}
          lead={t("message.deleteLead")}
          action={t("admin.removeMessage")}
          run={async () => {
            await api.removeMessage(room, doomed.id);
            await cache.invalidateQueries({ queryKey: queryKeys.admin("messages", room) });
          }}
          onClose={() => setDoomed(undefined)}
        >
          <p dir="auto" className="line-clamp-3 border-s-2 border-line ps-3 text-ui wrap-anywhere">
            {doomed.text}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Heading({ room }: { room: string }): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  // A private room's name is among those of administration alone.
  const api = useAdminApi();
  const { data: known } = useQuery({
    queryKey: queryKeys.admin("rooms", ""),
    queryFn: () => api.rooms(""),
  });
  const { data: own } = useQuery({
    queryKey: queryKeys.room(room),
    queryFn: ({ signal }) => getRoom(chat, room, { signal }),
    enabled: known !== undefined && !known.some(({ id }) => id === room),
  });
  const name = known?.find(({ id }) => id === room)?.name ?? own?.name ?? "…";
  return <p className="mb-3 text-ui text-ink2 wrap-anywhere">{t("admin.lookLead", { room: name })}</p>;
}

function MessageRow({ message, onRemove }: { message: AdminMessage; onRemove: () => void }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const { user, text, createdAt, deletedAt } = message;
  return (
    <li className="flex items-start gap-3 py-2.5 text-ui">
      <div className="min-w-0 flex-1">
        <p className="text-meta text-ink3 wrap-anywhere">
          <bdi className="font-semibold text-ink">{isolate(fullName(user), "ltr")}</bdi>{" "}
          <bdi dir="ltr">@{user.username}</bdi> ·{" "}
          <time dateTime={createdAt}>{formatPoint(locale, new Date(createdAt), now)}</time>
        </p>
        <p dir="auto" className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">
          {deletedAt === null ? text : <span className="text-ink3">{t("message.deleted")}</span>}
        </p>
      </div>
      {deletedAt === null && (
        <Button look="danger" onClick={onRemove}>
          {t("admin.removeMessage")}
        </Button>
      )}
    </li>
  );
}
