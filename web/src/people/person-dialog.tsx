import type { Member, Room } from "@parley/protocol/room";
import type { PublicUser } from "@parley/protocol/user";
import { type ReactNode, useState } from "react";
import { useUser } from "../app/session.tsx";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { ConfirmDialog } from "../design/confirm-dialog.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Problem } from "../design/problem.tsx";
import { formatDay } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { mayJudge } from "../rooms/room-rights.ts";
import { useOpenDirect } from "../rooms/use-open-direct.ts";
import { useRoomApi } from "../rooms/use-room-api.ts";
import { MemberMute } from "./member-mute.tsx";
import { MemberRole } from "./member-role.tsx";
import { fullName } from "./person-name.ts";
import { PresenceDot } from "./presence-dot.tsx";
import { presenceText } from "./presence-text.ts";

interface PersonDialogProps {
  readonly person: PublicUser;
  /** The room that they were met in, and what they are there. */
  readonly within?: { readonly room: Room; readonly member: Member };
  readonly onClose: () => void;
}

/** Who somebody is, the way to write to them, and what the person may do about them in the room. */
export function PersonDialog({ person, within, onClose }: PersonDialogProps): ReactNode {
  const i18n = useI18n();
  const { t } = i18n;
  const now = useNow();
  const openDirect = useOpenDirect();
  const { busy, problem, attempt } = useAttempt();
  const [removal, setRemoval] = useState<"remove" | "ban">();
  const self = person.id === useUser().id;
  const online = self || within?.member.online === true || person.online === true;
  const name = fullName(person);

  const write = async () => {
    if (await attempt(() => openDirect(person.id))) onClose();
  };

  if (removal !== undefined && within !== undefined) {
    return (
      <RemovalDialog
        within={within}
        ban={removal === "ban"}
        onDone={onClose}
        onCancel={() => setRemoval(undefined)}
      />
    );
  }
  return (
    <Dialog title={name} onClose={onClose} className="max-w-100">
      <div className="flex min-h-0 flex-col gap-5 overflow-y-auto px-5 pb-5">
        <div className="text-ui text-ink2">
          <p>
            <bdi dir="ltr">@{person.username}</bdi>
          </p>
          <p className="mt-1 flex items-center gap-2">
            {person.bot !== true && <PresenceDot online={online} />}
            {presenceText(i18n, { ...person, online }, now)}
          </p>
          {within !== undefined && <Standing {...within} />}
        </div>
        <Problem text={problem} />
        {within !== undefined && <MemberRole {...within} self={self} />}
        {within !== undefined && mayJudge(within.room, within.member) && (
          <>
            <MemberMute {...within} />
            <div className="flex flex-wrap gap-2">
              <Button look="danger" onClick={() => setRemoval("remove")}>
                {t("person.remove")}
              </Button>
              <Button look="danger" onClick={() => setRemoval("ban")}>
                {t("person.ban")}
              </Button>
            </div>
          </>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("app.close")}
          </Button>
          {!self && within?.room.kind !== "direct" && (
            <Button look="primary" busy={busy} onClick={() => void write()}>
              {t("person.write", { name: person.name.trim() || name })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Standing({ room, member }: { room: Room; member: Member }): ReactNode {
  const { t, locale } = useI18n();
  const now = useNow();
  if (room.kind === "direct") return null;
  const joined = t("person.joined", { day: formatDay(locale, new Date(member.joinedAt), now) });
  return (
    <p className="mt-1">
      {member.role !== "member" && `${t(`role.${member.role}`)} · `}
      {joined}
    </p>
  );
}

interface RemovalDialogProps {
  readonly within: { readonly room: Room; readonly member: Member };
  readonly ban: boolean;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function RemovalDialog({ within, ban, onDone, onCancel }: RemovalDialogProps): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const { room, member } = within;
  const values = { name: fullName(member.user) };
  return (
    <ConfirmDialog
      title={ban ? t("person.banTitle", values) : t("person.removeTitle", values)}
      lead={ban ? t("person.banLead") : t("person.removeLead")}
      action={ban ? t("person.ban") : t("person.remove")}
      run={async () => {
        await api.removeMember(room.id, member.user.id, { ban });
        onDone();
      }}
      onClose={onCancel}
    />
  );
}
