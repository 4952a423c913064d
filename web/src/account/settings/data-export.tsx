import type { ProfileApi } from "@parley/client/profile-api";
import { type ReactNode, useState } from "react";
import { useUser } from "../../app/session.tsx";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { Problem } from "../../design/problem.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { useProfileApi } from "./use-profile-api.ts";

/** More pages than anybody's: 200,000 messages. Whoever wrote more takes the rest over the API. */
const exportPagesMax = 1_000;

/** All that is kept of the person, to take along: how far it has come, and what became of it. */
export function DataExport(): ReactNode {
  const { t } = useI18n();
  const api = useProfileApi();
  const { username } = useUser();
  const { busy, problem, attempt } = useAttempt();
  const [count, setCount] = useState<number>();
  const file = `parley-${username}.json`;
  const download = async () => {
    setCount(0);
    saveFile(file, JSON.stringify(await exportAll(api, setCount), null, 2));
  };
  const isSaved = !busy && problem === undefined && count !== undefined;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-ui text-ink2 text-pretty">{t("account.exportLead")}</p>
      <Problem text={problem} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button look="outline" busy={busy} onClick={() => void attempt(download)}>
          {t("account.export")}
        </Button>
        {/* What it has come to changes with every page and is not said aloud; that it is saved is. */}
        {busy && count !== undefined && (
          <span className="tabular text-ui text-ink2">{t("account.exporting", { count })}</span>
        )}
        <span role="status" className="text-ui text-ink2">
          {isSaved && t("account.exported", { file, count })}
        </span>
      </div>
    </div>
  );
}

/** All that is kept, the pages of messages put together; tells how many there are so far. */
async function exportAll(api: ProfileApi, tell: (count: number) => void): Promise<object> {
  const { next: firstNext, ...kept } = await api.exportPage();
  const messages = [...kept.messages];
  tell(messages.length);
  let next = firstNext;
  for (let page = 1; next !== undefined && page < exportPagesMax; page += 1) {
    const more = await api.exportPage(next);
    messages.push(...more.messages);
    tell(messages.length);
    next = more.next;
  }
  return { ...kept, messages, ...(next !== undefined && { next }) };
}

function saveFile(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
