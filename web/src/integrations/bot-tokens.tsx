import type { Bot, BotToken } from "@parley/protocol/integrations";
import { limits } from "@parley/protocol/limits";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { errorText } from "../app/error-text.ts";
import { Button } from "../design/button.tsx";
import { CopyField } from "../design/copy-field.tsx";
import { ManagedRow } from "../design/managed-row.tsx";
import { Problem } from "../design/problem.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { formatAgo } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { Fetched } from "../rooms/fetched.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { useIntegrationApi } from "./use-integration-api.ts";

/** What a bot comes with instead of a password; each is told once. */
export function BotTokens({ bot }: { bot: Bot }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const api = useIntegrationApi();
  const cache = useQueryClient();
  const [token, setToken] = useState<string>();
  const queryKey = queryKeys.botTokens(bot.id);
  const tokens = useQuery<readonly BotToken[]>({
    queryKey,
    queryFn: () => api.botTokens(bot.id),
    staleTime: 0,
  });
  const changed = () => cache.invalidateQueries({ queryKey });
  const form = useSubmit(
    async (data) => {
      const label = textOf(data, "label").trim();
      if (label === "") return { errors: { label: t("fault.required") } };
      setToken((await api.issueBotToken(bot.id, label)).token);
      await changed();
      return { emptied: true };
    },
    (thrown) => ({ problem: errorText(t, thrown) }),
  );
  return (
    <div className="mt-3 mb-2 flex flex-col gap-4 border-s-2 border-line ps-4">
      <Fetched query={tokens} none={t("bots.noTokens")}>
        {(held) => (
          <ul className="divide-y divide-line">
            {held.map(({ id, label, usedAt }) => (
              <ManagedRow
                key={id}
                title={<bdi>{label}</bdi>}
                facts={
                  usedAt === null
                    ? t("bots.unused")
                    : t("account.lastUsed", { ago: formatAgo(locale, new Date(usedAt), now) })
                }
                action={t("roomSettings.revoke")}
                actionNamed={t("bots.revokeNamed", { name: label })}
                run={async () => {
                  await api.revokeBotToken(bot.id, id);
                  await changed();
                }}
              />
            ))}
          </ul>
        )}
      </Fetched>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <TextField
          name="label"
          label={t("bots.tokenLabel")}
          error={form.errors["label"]}
          maxLength={limits.personNameCharsMax}
          autoComplete="off"
          dir="auto"
        />
        <Problem text={form.problem} />
        <Button type="submit" look="outline" busy={form.busy} className="self-start">
          {t("bots.issue")}
        </Button>
        {token !== undefined && <CopyField key={token} label={t("bots.newToken")} text={token} />}
      </form>
    </div>
  );
}
