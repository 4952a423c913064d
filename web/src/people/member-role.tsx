import { ParleyError } from "@parley/client";
import type { Member, Role, Room } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { useAttempt } from "../app/use-attempt.ts";
import { Problem } from "../design/problem.tsx";
import { SelectField } from "../design/select-field.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { rolesToGive } from "../rooms/room-rights.ts";
import { useRoomApi } from "../rooms/use-room-api.ts";
import { usePutMember } from "./use-put-member.ts";

interface MemberRoleProps {
  readonly room: Room;
  readonly member: Member;
  readonly self: boolean;
}

/** What somebody is in a room, for those who may change it. */
export function MemberRole({ room, member, self }: MemberRoleProps): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const put = usePutMember(room.id);
  const { busy, problem, attempt } = useAttempt((thrown) =>
    thrown instanceof ParleyError && thrown.code === "conflict" ? t("leave.lastOwner") : undefined,
  );
  const roles = rolesToGive(room, { self });
  if (roles.length === 0) return null;
  const give = (role: Role) =>
    void attempt(async () => put(await api.changeMember(room.id, member.user.id, { role })));
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t("person.role")}
        value={member.role}
        aria-busy={busy || undefined}
        onChange={(event) => give(event.target.value as Role)}
        choices={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      />
      <Problem text={problem} />
    </div>
  );
}
