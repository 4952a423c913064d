import type { Member, Room } from "@parley/protocol/room";
import { type ReactNode, useState } from "react";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { Problem } from "../design/problem.tsx";
import { SelectField } from "../design/select-field.tsx";
import { formatPoint } from "../i18n/format-moment.ts";
import { formatSpan } from "../i18n/format-span.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { useRoomApi } from "../rooms/use-room-api.ts";
import { usePutMember } from "./use-put-member.ts";

const spansMs = [900_000, 3_600_000, 28_800_000, 86_400_000, 604_800_000];

/** Keeps a member from speaking for a time, and lets them speak again. */
export function MemberMute({ room, member }: { room: Room; member: Member }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  const api = useRoomApi();
  const put = usePutMember(room.id);
  const { busy, problem, attempt } = useAttempt();
  const [spanMs, setSpanMs] = useState(spansMs[1] ?? 0);
  const until = member.mutedUntil === undefined ? undefined : new Date(member.mutedUntil);
  const muted = until !== undefined && until > now;
  const mute = (mutedUntil: string | null) =>
    void attempt(async () => put(await api.changeMember(room.id, member.user.id, { mutedUntil })));
  return (
    <div className="flex flex-col gap-3">
      {muted ? (
        <p className="flex flex-wrap items-center justify-between gap-2 text-ui text-ink2">
          {t("person.mutedUntil", { moment: formatPoint(locale, until, now) })}
          <Button look="outline" busy={busy} onClick={() => mute(null)}>
            {t("person.unmute")}
          </Button>
        </p>
      ) : (
        <div className="flex items-end gap-2">
          <SelectField
            fieldClassName="flex-1"
            label={t("person.mute")}
            value={spanMs}
            onChange={(event) => setSpanMs(Number(event.target.value))}
            choices={spansMs.map((value) => ({ value, label: formatSpan(locale, value) }))}
          />
          <Button
            look="outline"
            busy={busy}
            className="min-h-11 md:min-h-11"
            onClick={() => mute(new Date(Date.now() + spanMs).toISOString())}
          >
            {t("person.muteDo")}
          </Button>
        </div>
      )}
      <Problem text={problem} />
    </div>
  );
}
