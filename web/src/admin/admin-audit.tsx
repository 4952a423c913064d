import type { AuditEntry } from "@parley/client/admin-api";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatFullMoment, formatPoint } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { isolate } from "../i18n/isolate.ts";
import { useNow } from "../i18n/use-now.ts";
import { queryKeys } from "../rooms/query-keys.ts";
import { lastOfFull, Pages } from "./pages.tsx";
import { useAdminApi } from "./use-admin-api.ts";

/** What hosts and administrators changed, by whom and when: as the service keeps it, for those who look into it. */
export function AdminAudit(): ReactNode {
  const { t } = useI18n();
  const api = useAdminApi();
  const entries = useInfiniteQuery({
    queryKey: queryKeys.admin("audit"),
    queryFn: ({ pageParam }) => api.audit(pageParam === 0 ? undefined : pageParam),
    initialPageParam: 0,
    getNextPageParam: (last: readonly AuditEntry[]) => lastOfFull(last)?.id,
    staleTime: 0,
  });
  return (
    <Pages query={entries} none={t("admin.none")}>
      {(entry) => <EntryRow key={entry.id} entry={entry} />}
    </Pages>
  );
}

const wordOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function EntryRow({ entry }: { entry: AuditEntry }): ReactNode {
  const { locale } = useI18n();
  const now = useNow();
  const at = new Date(entry.at);
  const { actor, room, target, details } = entry;
  const facts = Object.entries({ actor, room, target, ...details }).filter(
    ([, value]) => value !== undefined,
  );
  return (
    <li className="py-2.5 text-ui">
      <p className="flex items-baseline justify-between gap-3">
        {/* The service's own words, to be found again in its log. */}
        <bdi dir="ltr" className="font-medium">
          {entry.action}
        </bdi>
        <time dateTime={entry.at} title={formatFullMoment(locale, at)} className="text-meta text-ink3">
          {formatPoint(locale, at, now)}
        </time>
      </p>
      <p dir="ltr" className="text-meta text-ink3 wrap-anywhere">
        {facts.map(([name, value]) => `${name} ${isolate(wordOf(value), "ltr")}`).join(" · ")}
      </p>
    </li>
  );
}
