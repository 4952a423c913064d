import { searchMessages } from "@parley/client/search-api";
import type { SearchHit } from "@parley/protocol/http-answers";
import { limits } from "@parley/protocol/limits";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useDeferredValue } from "react";
import { useSearchParams } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { inputClass } from "../design/field.tsx";
import { SelectField } from "../design/select-field.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { Fetched } from "../rooms/fetched.tsx";
import { PagePane } from "../rooms/page-pane.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { roomTitle } from "../rooms/room-title.ts";
import { useRooms } from "../rooms/use-rooms.ts";
import { HitRow } from "./hit-row.tsx";

const hitsMax = 50;

/** Finds what was said, in all rooms or in one. What is looked for stands in the address: back leads back to it. */
export default function SearchPage(): ReactNode {
  const { t } = useI18n();
  const [asked, setAsked] = useSearchParams();
  const { data: rooms } = useRooms();
  const typed = asked.get("q") ?? "";
  const room = asked.get("room") ?? "";
  const ask = (change: { readonly q?: string; readonly room?: string }) => {
    const next = { q: typed, room, ...change };
    const said = Object.entries(next).filter(([, value]) => value !== "");
    setAsked(Object.fromEntries(said), { replace: true });
  };
  return (
    <PagePane title={t("search.title")} lead={t("search.lead")}>
      <search className="flex flex-col gap-3 md:flex-row" onKeyDown={stepIntoHits}>
        <input
          type="search"
          aria-label={t("search.label")}
          placeholder={t("search.label")}
          maxLength={limits.searchQueryCharsMax}
          autoFocus
          dir="auto"
          value={typed}
          onChange={(event) => ask({ q: event.target.value })}
          className={`${inputClass} md:flex-1`}
        />
        <SelectField
          label={t("search.where")}
          fieldClassName="md:w-56 [&>label]:sr-only"
          value={room}
          onChange={(event) => ask({ room: event.target.value })}
          choices={[
            { value: "", label: t("search.everywhere") },
            ...(rooms ?? []).map((one) => ({ value: one.id, label: roomTitle(t, one) })),
          ]}
        />
      </search>
      <div className="mt-5">
        <Hits q={useDeferredValue(typed.trim())} room={room} />
      </div>
    </PagePane>
  );
}

function Hits({ q, room }: { q: string; room: string }): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const hits = useQuery<readonly SearchHit[]>({
    queryKey: queryKeys.search(q, room),
    queryFn: ({ signal }) =>
      searchMessages(chat, { q, limit: hitsMax, ...(room !== "" && { room }) }, { signal }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (q === "") return <p className="text-ui text-ink3">{t("search.hint")}</p>;
  return (
    <Fetched query={hits} none={t("search.none")}>
      {(found) => (
        <ul aria-label={t("search.results")} data-hits onKeyDown={moveBetweenHits}>
          {found.map((hit) => (
            <HitRow key={hit.message.id} hit={hit} />
          ))}
        </ul>
      )}
    </Fetched>
  );
}

/** ↓ in the words leads to the first hit. */
function stepIntoHits(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" || !(event.target instanceof HTMLInputElement)) return;
  const first = document.querySelector<HTMLElement>("[data-hits] a");
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

/** ↑ and ↓ lead from hit to hit; Enter is the link's own. */
function moveBetweenHits(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const links = [...event.currentTarget.querySelectorAll("a")];
  const next = links[links.findIndex((link) => link === document.activeElement) + step];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
