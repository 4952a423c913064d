import { ParleyError } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import type { PublicUser } from "@parley/protocol/user";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Problem } from "../../design/problem.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { FindPerson } from "../../people/find-person.tsx";
import { fullName } from "../../people/person-name.ts";
import { useMembers } from "../../people/use-people.ts";
import { queryKeys } from "../../rooms/query-keys.ts";
import { useRoomApi } from "../../rooms/use-room-api.ts";

/** Brings people into a room, one after another. */
export function AddPeopleDialog({ room, onClose }: { room: Room; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <Dialog title={t("details.add")} onClose={onClose}>
      <div className="flex min-h-80 flex-col gap-3 overflow-hidden px-5 pt-1 pb-5">
        <p className="text-ui text-ink2 text-pretty">{t("add.lead")}</p>
        <FindPerson action={(person) => <AddPerson room={room} person={person} />} />
        <div className="mt-auto flex justify-end">
          <Button look="outline" onClick={onClose}>
            {t("app.close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function AddPerson({ room, person }: { room: Room; person: PublicUser }): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const cache = useQueryClient();
  const { data: members } = useMembers(room.id);
  const [added, setAdded] = useState(false);
  const { busy, problem, attempt } = useAttempt();
  const inRoom = members?.some(({ user }) => user.id === person.id) === true;
  const add = async () => {
    try {
      await api.addMember(room.id, person.id);
    } catch (thrown) {
      // Somebody else was faster: that is what was wanted.
      if (!(thrown instanceof ParleyError) || thrown.code !== "conflict") throw thrown;
    }
    setAdded(true);
    void cache.invalidateQueries({ queryKey: queryKeys.members(room.id) });
  };
  if (added || inRoom) {
    return (
      <span role="status" className="text-meta text-ink3">
        {added ? t("add.added") : t("add.inRoom")}
      </span>
    );
  }
  return (
    <>
      <Problem text={problem} />
      <Button
        look="outline"
        busy={busy}
        aria-label={t("add.addNamed", { name: fullName(person) })}
        onClick={() => void attempt(add)}
      >
        {t("add.add")}
      </Button>
    </>
  );
}
