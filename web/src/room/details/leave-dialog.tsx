import { ParleyError } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useChat } from "../../app/chat-context.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { queryKeys } from "../../rooms/query-keys.ts";

/** Asks before somebody leaves a room. */
export function LeaveDialog({ room, onClose }: { room: Room; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const cache = useQueryClient();
  const [, navigate] = useLocation();

  const leave = async () => {
    await chat.api.leaveRoom(room.id);
    navigate("/rooms", { replace: true });
    cache.setQueryData<readonly Room[]>(queryKeys.rooms, (before) =>
      before?.filter(({ id }) => id !== room.id),
    );
    void cache.invalidateQueries({ queryKey: queryKeys.rooms });
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
