import type { Bot } from "@parley/protocol/integrations";
import { limits } from "@parley/protocol/limits";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { errorText } from "../app/error-text.ts";
import { Button } from "../design/button.tsx";
import { ConfirmDialog } from "../design/confirm-dialog.tsx";
import { Problem } from "../design/problem.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { Fetched } from "../rooms/fetched.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { BotTokens } from "./bot-tokens.tsx";
import { useIntegrationApi } from "./use-integration-api.ts";

/** A person's own bots: what speaks for them by itself. */
export function BotList(): ReactNode {
  const { t } = useI18n();
  const api = useIntegrationApi();
  const bots = useQuery<readonly Bot[]>({
    queryKey: queryKeys.bots,
    queryFn: () => api.bots(),
    staleTime: 0,
  });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ui text-ink2 text-pretty">{t("bots.lead")}</p>
      <CreateBot />
      <Fetched query={bots} none={t("bots.none")}>
        {(held) => (
          <ul className="divide-y divide-line border-y border-line">
            {held.map((bot) => (
              <BotRow key={bot.id} bot={bot} />
            ))}
          </ul>
        )}
      </Fetched>
    </div>
  );
}

function CreateBot(): ReactNode {
  const { t } = useI18n();
  const api = useIntegrationApi();
  const cache = useQueryClient();
  const form = useSubmit(
    async (data) => {
      const name = textOf(data, "botName").trim();
      const username = textOf(data, "botUsername").trim();
      const errors = {
        ...(name === "" && { botName: t("fault.required") }),
        ...(username === "" && { botUsername: t("fault.required") }),
      };
      if (Object.keys(errors).length > 0) return { errors };
      await api.createBot({ name, username });
      await cache.invalidateQueries({ queryKey: queryKeys.bots });
      return { emptied: true };
    },
    (thrown) => ({ problem: errorText(t, thrown) }),
  );
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        name="botName"
        label={t("bots.name")}
        error={form.errors["botName"]}
        maxLength={limits.personNameCharsMax}
        autoComplete="off"
        dir="auto"
      />
      <TextField
        name="botUsername"
        label={t("bots.username")}
        error={form.errors["botUsername"]}
        maxLength={limits.usernameCharsMax}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
      />
      <Problem text={form.problem} />
      <Button type="submit" look="outline" busy={form.busy} className="self-start">
        {t("bots.create")}
      </Button>
    </form>
  );
}

function BotRow({ bot }: { bot: Bot }): ReactNode {
  const { t } = useI18n();
  const api = useIntegrationApi();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const remove = async () => {
    await api.deleteBot(bot.id);
    await cache.invalidateQueries({ queryKey: queryKeys.bots });
  };
  return (
    <li className="py-2 text-ui">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-32 flex-1">
          <bdi className="block truncate">{bot.name}</bdi>
          <bdi dir="ltr" className="block truncate text-meta text-ink3">
            @{bot.username}
          </bdi>
        </p>
        <Button
          look="outline"
          aria-expanded={open}
          aria-label={t("bots.tokensNamed", { name: bot.name })}
          onClick={() => setOpen(!open)}
        >
          {t("bots.tokens")}
        </Button>
        <Button
          look="danger"
          aria-label={t("hooks.deleteNamed", { name: bot.name })}
          onClick={() => setDeleting(true)}
        >
          {t("hooks.delete")}
        </Button>
      </div>
      {open && <BotTokens bot={bot} />}
      {deleting && (
        <ConfirmDialog
          title={t("bots.deleteTitle", { name: bot.name })}
          lead={t("bots.deleteLead")}
          action={t("hooks.delete")}
          run={remove}
          onClose={() => setDeleting(false)}
        />
      )}
    </li>
  );
}
