import type { TimelineMessage } from "@parley/client";
import type { ReactNode } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { plainText } from "../markdown/plain-text.ts";

interface DeleteDialogProps {
  readonly message: TimelineMessage;
  readonly onClose: () => void;
}

/** Asks before a message is deleted: it cannot be brought back. */
export default function DeleteDialog({ message, onClose }: DeleteDialogProps): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  return (
    <ConfirmDialog
      title={t("message.deleteTitle")}
      lead={t("message.deleteLead")}
      action={t("message.delete")}
      run={() => chat.deleteMessage(message.room, message.id)}
      onClose={onClose}
    >
      <p dir="auto" className="line-clamp-3 shrink-0 border-s-2 border-line ps-3 text-ui wrap-anywhere">
        {plainText(message.text)}
      </p>
    </ConfirmDialog>
  );
}
