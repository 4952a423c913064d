import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { errorText } from "../app/error-text.ts";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useI18n } from "../i18n/i18n.tsx";

interface FetchedProps<Item> {
  readonly query: UseQueryResult<readonly Item[]>;
  /** Said when there is nothing of it. */
  readonly none: string;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list that is fetched: while it comes, when it cannot be had, when there is nothing in it, and itself. */
export function Fetched<Item>({ query, none, children }: FetchedProps<Item>): ReactNode {
  const { t } = useI18n();
  const { data, error, refetch } = query;
  if (data !== undefined) {
    return data.length > 0 ? children(data) : <p className="text-ui text-ink3">{none}</p>;
  }
  if (error === null) {
    return (
      <p role="status" className="flex items-center gap-2 text-ui text-ink3">
        <Spinner /> {t("app.loading")}
      </p>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <Notice tone="danger">{errorText(t, error)}</Notice>
      <Button look="outline" onClick={() => void refetch()}>
        {t("app.retry")}
      </Button>
    </div>
  );
}
