import type { IncomingHook } from "@parley/protocol/integrations";
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

/** Secret addresses through which other programs speak in a room. */
export function IncomingHooks({ room }: { room: string }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const api = useIntegrationApi();
  const cache = useQueryClient();
  const queryKey = queryKeys.hooks(room, "incoming");
  const hooks = useQuery<readonly IncomingHook[]>({
    queryKey,
    queryFn: () => api.incomingHooks(room),
    staleTime: 0,
  });
  const changed = () => cache.invalidateQueries({ queryKey });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ui text-ink2 text-pretty">{t("hooks.incomingLead")}</p>
      <CreateIncoming room={room} onCreated={changed} />
      <Fetched query={hooks} none={t("hooks.none")}>
        {(held) => (
          <ul className="divide-y divide-line border-y border-line">
            {held.map(({ id, name, createdAt }) => (
              <ManagedRow
                key={id}
                title={<bdi>{name}</bdi>}
                facts={t("hooks.made", { ago: formatAgo(locale, new Date(createdAt), now) })}
                action={t("hooks.delete")}
                actionNamed={t("hooks.deleteNamed", { name })}
                run={async () => {
                  await api.deleteIncomingHook(room, id);
                  await changed();
                }}
              />
            ))}
          </ul>
        )}
      </Fetched>
    </div>
  );
}

function CreateIncoming({ room, onCreated }: { room: string; onCreated: () => Promise<void> }): ReactNode {
  const { t } = useI18n();
  const api = useIntegrationApi();
  const [url, setUrl] = useState<string>();
  const form = useSubmit(
    async (data) => {
      const name = textOf(data, "incomingName").trim();
      if (name === "") return { errors: { incomingName: t("fault.required") } };
      setUrl((await api.createIncomingHook(room, name)).url);
      await onCreated();
      return { emptied: true };
    },
    (thrown) => ({ problem: errorText(t, thrown) }),
  );
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        name="incomingName"
        label={t("hooks.incomingName")}
        error={form.errors["incomingName"]}
        maxLength={limits.personNameCharsMax}
        autoComplete="off"
        dir="auto"
      />
      <Problem text={form.problem} />
      <Button type="submit" look="outline" busy={form.busy} className="self-start">
        {t("hooks.createIncoming")}
      </Button>
      {url !== undefined && <CopyField key={url} label={t("hooks.newUrl")} text={url} />}
    </form>
  );
}
