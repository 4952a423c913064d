import type { Room } from "@parley/protocol/room";
import { type ReactNode, useState } from "react";
import { useAttempt } from "../../app/use-attempt.ts";
import { Button } from "../../design/button.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { Problem } from "../../design/problem.tsx";
import { TextField } from "../../design/text-field.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { roomTitle } from "../../rooms/room-title.ts";
import { useCloseRoom } from "../../rooms/use-close-room.ts";
import { usePutRoom } from "../../rooms/use-put-room.ts";
import { useRoomApi } from "../../rooms/use-room-api.ts";

/** Puts a room to rest, takes it out again, or deletes it. */
export function RoomEnd({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const put = usePutRoom();
  const [deleting, setDeleting] = useState(false);
  const { busy, problem, attempt } = useAttempt();
  const archive = () =>
    void attempt(async () => put(await api.update(room.id, { archived: !room.archived })));
  return (
    <div className="flex flex-col items-start gap-6">
      <Problem text={problem} />
      <div className="flex flex-col items-start gap-3">
        <p className="text-ui text-ink2 text-pretty">{t("roomSettings.archiveLead")}</p>
        <Button look="outline" busy={busy} onClick={archive}>
          {room.archived ? t("roomSettings.unarchive") : t("roomSettings.archive")}
        </Button>
      </div>
      <div className="flex flex-col items-start gap-3">
        <p className="text-ui text-ink2 text-pretty">{t("roomSettings.deleteLead")}</p>
        <Button look="danger" onClick={() => setDeleting(true)}>
          {t("roomSettings.delete")}
        </Button>
      </div>
      {deleting && <DeleteRoomDialog room={room} onClose={() => setDeleting(false)} />}
    </div>
  );
}

/** The name has to be typed: there is no way back. */
function DeleteRoomDialog({ room, onClose }: { room: Room; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const closeRoom = useCloseRoom();
  const [typed, setTyped] = useState("");
  const remove = async () => {
    if (typed.trim() !== room.name.trim()) throw new NotTheName();
    await api.remove(room.id);
    closeRoom(room);
  };
  return (
    <ConfirmDialog
      title={t("roomSettings.deleteTitle", { room: roomTitle(t, room) })}
      lead={t("roomSettings.deleteLead")}
      action={t("roomSettings.delete")}
      run={remove}
      explain={(thrown) => (thrown instanceof NotTheName ? t("roomSettings.deleteMismatch") : undefined)}
      onClose={onClose}
      focusInside
    >
      <TextField
        name="roomName"
        label={t("roomSettings.deleteType")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoFocus
        autoComplete="off"
        dir="auto"
      />
    </ConfirmDialog>
  );
}

class NotTheName extends Error {}
