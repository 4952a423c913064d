import { limits } from "@parley/protocol/limits";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { errorText } from "../app/error-text.ts";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useI18n } from "../i18n/i18n.tsx";

interface PagesProps<Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<readonly Item[]>>;
  readonly none: string;
  readonly children: (item: Item) => ReactNode;
}

/** The last item of a page after which there may be more: one that is not full is the end. */
export function lastOfFull<Item>(page: readonly Item[]): Item | undefined {
  return page.length < limits.adminPageDefault ? undefined : page.at(-1);
}

/** A list that is fetched page by page, newest first, for as long as there are older ones. */
export function Pages<Item>({ query, none, children }: PagesProps<Item>): ReactNode {
  const { t } = useI18n();
  const { data, error, hasNextPage, isFetchingNextPage } = query;
  if (data === undefined && error === null) return <Spinner />;
  const items = data?.pages.flat() ?? [];
  return (
    <div className="flex flex-col items-start gap-4">
      {error !== null && <Notice tone="danger">{errorText(t, error)}</Notice>}
      {items.length === 0 && error === null && <p className="text-ui text-ink3">{none}</p>}
      {items.length > 0 && (
        <ul className="w-full divide-y divide-line border-y border-line">{items.map(children)}</ul>
      )}
      {hasNextPage && (
        <Button look="outline" busy={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("admin.more")}
        </Button>
      )}
    </div>
  );
}
