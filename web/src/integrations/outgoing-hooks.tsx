import type { CreateOutgoingHookBody, OutgoingHook } from "@parley/protocol/integrations";
import { limits } from "@parley/protocol/limits";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { errorText } from "../app/error-text.ts";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { CopyField } from "../design/copy-field.tsx";
import { ManagedRow } from "../design/managed-row.tsx";
import { Problem } from "../design/problem.tsx";
import { SelectField } from "../design/select-field.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { Fetched } from "../rooms/fetched.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { useIntegrationApi } from "./use-integration-api.ts";

type Events = CreateOutgoingHookBody["events"];

const messages: Events = ["message.created", "message.edited", "message.deleted"];
const choices = {
  new: ["message.created"],
  messages,
  all: [
    ...messages,
    "reaction.added",
    "reaction.removed",
    "member.joined",
    "member.left",
    "member.role",
    "room.updated",
  ],
} as const satisfies Record<string, Events>;

/** Addresses to which a room's events are posted. */
export function OutgoingHooks({ room }: { room: string }): ReactNode {
  const { t } = useI18n();
  const api = useIntegrationApi();
  const cache = useQueryClient();
  const queryKey = queryKeys.hooks(room, "outgoing");
  const hooks = useQuery<readonly OutgoingHook[]>({
    queryKey,
    queryFn: () => api.outgoingHooks(room),
    staleTime: 0,
  });
  const changed = () => cache.invalidateQueries({ queryKey });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ui text-ink2 text-pretty">{t("hooks.outgoingLead")}</p>
      <CreateOutgoing room={room} onCreated={changed} />
      <Fetched query={hooks} none={t("hooks.none")}>
        {(held) => (
          <ul className="divide-y divide-line border-y border-line">
            {held.map((hook) => (
              <ManagedRow
                key={hook.id}
                title={<bdi>{hook.name}</bdi>}
                facts={<bdi dir="ltr">{hook.url}</bdi>}
                action={t("hooks.delete")}
                actionNamed={t("hooks.deleteNamed", { name: hook.name })}
                run={async () => {
                  await api.deleteOutgoingHook(room, hook.id);
                  await changed();
                }}
              >
                <Health room={room} hook={hook} onChanged={changed} />
              </ManagedRow>
            ))}
          </ul>
        )}
      </Fetched>
    </div>
  );
}

/** What went wrong of late, and for one that was turned off by it the way on. */
function Health(props: { room: string; hook: OutgoingHook; onChanged: () => Promise<void> }): ReactNode {
  const { room, hook, onChanged } = props;
  const { t } = useI18n();
  const api = useIntegrationApi();
  const { busy, problem, attempt } = useAttempt();
  if (hook.failures === 0 && hook.disabledAt === null) return null;
  const enable = async () => {
    await api.updateOutgoingHook(room, hook.id, { enabled: true });
    await onChanged();
  };
  return (
    <div className="mt-1 flex flex-wrap items-center gap-3 text-meta text-signal">
      <p className="min-w-0 flex-1 wrap-anywhere">
        {hook.disabledAt === null ? t("hooks.failing", { count: hook.failures }) : t("hooks.disabled")}{" "}
        <bdi>{hook.lastFailure}</bdi>
      </p>
      {hook.disabledAt !== null && (
        <Button
          look="outline"
          busy={busy}
          aria-label={t("hooks.enableNamed", { name: hook.name })}
          onClick={() => void attempt(enable)}
        >
          {t("hooks.enable")}
        </Button>
      )}
      <Problem text={problem} />
    </div>
  );
}

function CreateOutgoing({ room, onCreated }: { room: string; onCreated: () => Promise<void> }): ReactNode {
  const { t } = useI18n();
  const api = useIntegrationApi();
  const [secret, setSecret] = useState<string>();
  const form = useSubmit(
    async (data) => {
      const name = textOf(data, "outgoingName").trim();
      const url = textOf(data, "url").trim();
      const errors = {
        ...(name === "" && { outgoingName: t("fault.required") }),
        ...(url === "" && { url: t("fault.required") }),
      };
      if (Object.keys(errors).length > 0) return { errors };
      const asked = textOf(data, "events");
      const events = asked === "all" || asked === "messages" ? choices[asked] : choices.new;
      setSecret((await api.createOutgoingHook(room, { name, url, events: [...events] })).secret);
      await onCreated();
      return { emptied: true };
    },
    (thrown) => ({ problem: errorText(t, thrown) }),
  );
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        name="outgoingName"
        label={t("hooks.outgoingName")}
        error={form.errors["outgoingName"]}
        maxLength={limits.personNameCharsMax}
        autoComplete="off"
        dir="auto"
      />
      <TextField
        name="url"
        type="url"
        label={t("hooks.url")}
        hint={t("hooks.urlHint")}
        error={form.errors["url"]}
        maxLength={limits.hookUrlCharsMax}
        autoComplete="off"
        dir="ltr"
      />
      <SelectField
        name="events"
        label={t("hooks.events")}
        choices={[
          { value: "new", label: t("hooks.eventsNew") },
          { value: "messages", label: t("hooks.eventsMessages") },
          { value: "all", label: t("hooks.eventsAll") },
        ]}
      />
      <Problem text={form.problem} />
      <Button type="submit" look="outline" busy={form.busy} className="self-start">
        {t("hooks.createOutgoing")}
      </Button>
      {secret !== undefined && <CopyField key={secret} label={t("hooks.newSecret")} text={secret} />}
    </form>
  );
}
