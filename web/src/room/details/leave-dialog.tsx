import { ParleyError } from "@parley/client";
import { leaveRoom } from "@parley/client/rooms";
import type { Room } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { useCloseRoom } from "../../rooms/use-close-room.ts";

/** Asks before somebody leaves a room. */
export function LeaveDialog({ room, onClose }: { room: Room; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const closeRoom = useCloseRoom();

  const leave = async () => {
    await leaveRoom(chat, room.id);
    closeRoom(room);
  };

  return (
    <ConfirmDialog
      title={t("leave.title")}
      lead={t("leave.lead")}
      action={t("leave.confirm")}
      run={leave}
      explain={(thrown) =>
        thrown instanceof ParleyError && thrown.code === "conflict" ? t("leave.lastOwner") : undefined
      }
      onClose={onClose}
    />
  );
}
