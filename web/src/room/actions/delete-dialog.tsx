import type { TimelineMessage } from "@parley/client";
import { type ReactNode, useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { errorText } from "../../app/error-text.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Notice } from "../../design/notice.tsx";
import { useI18n } from "../../i18n/i18n.tsx";

interface DeleteDialogProps {
  readonly message: TimelineMessage;
  readonly onClose: () => void;
}

/** Asks before a message is deleted: it cannot be brought back. */
export default function DeleteDialog({ message, onClose }: DeleteDialogProps): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const remove = async () => {
    setBusy(true);
    try {
      await chat.deleteMessage(message.room, message.id);
      onClose();
    } catch (thrown) {
      setProblem(errorText(t, thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("message.deleteTitle")} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-4 px-5 pt-2 pb-5">
        <p className="text-ui text-ink2">{t("message.deleteLead")}</p>
        <p dir="auto" className="line-clamp-3 border-s-2 border-line ps-3 text-ui wrap-anywhere">
          {message.text}
        </p>
        {problem !== undefined && (
          <Notice tone="danger" announced>
            {problem}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button look="danger" busy={busy} autoFocus onClick={() => void remove()}>
            {t("message.delete")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
