import type { Invite } from "@parley/protocol/http-answers";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { CopyField } from "../../design/copy-field.tsx";
import { ManagedRow } from "../../design/managed-row.tsx";
import { Problem } from "../../design/problem.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { textOf } from "../../design/use-submit.ts";
import { formatPoint } from "../../i18n/format-moment.ts";
import { formatSpan } from "../../i18n/format-span.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useNow } from "../../i18n/use-now.ts";
import { Fetched } from "../../rooms/fetched.tsx";
import { queryKeys } from "../../rooms/query-keys.ts";
import { useRoomApi } from "../../rooms/use-room-api.ts";

const spansMs = [3_600_000, 86_400_000, 604_800_000, 2_592_000_000, 7_776_000_000];
const usesChoices = [1, 5, 10, 50, 100, 1_000];

/** Links into a room: makes them, lists those that hold, and ends them. */
export function RoomInvites({ room }: { room: string }): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const invites = useQuery<readonly Invite[]>({
    queryKey: queryKeys.invites(room),
    queryFn: () => api.invites(room),
    staleTime: 0,
  });
  return (
    <div className="flex flex-col gap-5">
      <p className="text-ui text-ink2">{t("roomSettings.invitesLead")}</p>
      <CreateInvite room={room} />
      <Fetched query={invites} none={t("roomSettings.noInvites")}>
        {(held) => (
          <ul className="divide-y divide-line border-y border-line">
            {held.map((invite) => (
              <InviteRow key={invite.id} room={room} invite={invite} />
            ))}
          </ul>
        )}
      </Fetched>
    </div>
  );
}

function CreateInvite({ room }: { room: string }): ReactNode {
  const { t, locale } = useI18n();
  const api = useRoomApi();
  const cache = useQueryClient();
  const [url, setUrl] = useState<string>();
  const { busy, problem, attempt } = useAttempt();
  const number = new Intl.NumberFormat(locale);

  const create = async (data: FormData) => {
    const made = await api.createInvite(room, {
      expiresInMs: Number(textOf(data, "expiresInMs")),
      maxUses: Number(textOf(data, "maxUses")),
    });
    setUrl(made.url);
    void cache.invalidateQueries({ queryKey: queryKeys.invites(room) });
  };

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        if (!busy) void attempt(() => create(data));
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          name="expiresInMs"
          label={t("roomSettings.expires")}
          fieldClassName="min-w-36 flex-1"
          defaultValue={604_800_000}
          choices={spansMs.map((value) => ({ value, label: formatSpan(locale, value) }))}
        />
        <SelectField
          name="maxUses"
          label={t("roomSettings.uses")}
          fieldClassName="min-w-28 flex-1"
          defaultValue={10}
          choices={usesChoices.map((value) => ({ value, label: number.format(value) }))}
        />
        <Button type="submit" look="outline" busy={busy} className="md:min-h-11">
          {t("roomSettings.createInvite")}
        </Button>
      </div>
      <Problem text={problem} />
      {url !== undefined && <CopyField label={t("roomSettings.newInvite")} text={url} />}
    </form>
  );
}

function InviteRow({ room, invite }: { room: string; invite: Invite }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const api = useRoomApi();
  const cache = useQueryClient();
  const moment = formatPoint(locale, new Date(invite.expiresAt), now);
  return (
    <ManagedRow
      title={t("roomSettings.inviteUntil", { moment })}
      facts={t("roomSettings.inviteUses", { uses: invite.uses, max: invite.maxUses })}
      action={t("roomSettings.revoke")}
      actionNamed={t("roomSettings.revokeNamed", { moment })}
      run={async () => {
        await api.revokeInvite(room, invite.id);
        await cache.invalidateQueries({ queryKey: queryKeys.invites(room) });
      }}
    />
  );
}
