import type { TimelineMessage } from "@parley/client";
import { EmojiPicker } from "frimousse";
import type { ReactNode } from "react";
import { Dialog } from "../../design/dialog.tsx";
import { inputClass } from "../../design/field.tsx";
import { useI18n } from "../../i18n/i18n.tsx";

interface EmojiDialogProps {
  readonly message: TimelineMessage;
  readonly onPick: (message: TimelineMessage, emoji: string) => void;
  readonly onClose: () => void;
}

const columns = 8;

/** Every emoji there is, to be found by its name; the names are in English where a language has none. */
export default function EmojiDialog({ message, onPick, onClose }: EmojiDialogProps): ReactNode {
  const { t, language } = useI18n();
  return (
    <Dialog title={t("emoji.title")} onClose={onClose} className="max-w-96">
      <EmojiPicker.Root
        emojibaseUrl={`${location.origin}/emoji`}
        locale={language === "es" ? "es" : "en"}
        columns={columns}
        onEmojiSelect={({ emoji }) => {
          onPick(message, emoji);
          onClose();
        }}
        className="flex h-96 max-h-[60dvh] flex-col gap-2 px-4 pt-3 pb-2"
      >
        <EmojiPicker.Search
          aria-label={t("emoji.search")}
          placeholder={t("emoji.search")}
          autoFocus
          className={inputClass}
        />
        <EmojiPicker.Viewport className="min-h-0 flex-1 outline-none">
          <EmojiPicker.Loading className="block py-4 text-ui text-ink3">
            {t("app.loading")}
          </EmojiPicker.Loading>
          <EmojiPicker.Empty className="block py-4 text-ui text-ink3">{t("emoji.none")}</EmojiPicker.Empty>
          <EmojiPicker.List components={parts} className="select-none" />
        </EmojiPicker.Viewport>
      </EmojiPicker.Root>
    </Dialog>
  );
}

const parts: Parameters<typeof EmojiPicker.List>[0]["components"] = {
  CategoryHeader: ({ category, ...header }) => (
    <div {...header} className="bg-surface py-1.5 text-meta font-medium text-ink3">
      {category.label}
    </div>
  ),
  // Its rows and columns are counted from 0, those of ARIA from 1.
  Row: ({ children, ...row }) => (
    <div {...row} aria-rowindex={countFromOne(row["aria-rowindex"])} className="flex justify-between">
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...button }) => (
    <button
      {...button}
      aria-label={emoji.label}
      aria-colindex={countFromOne(button["aria-colindex"])}
      className="flex size-9 items-center justify-center rounded-control text-title leading-none data-active:bg-tint"
    >
      {emoji.emoji}
    </button>
  ),
};

function countFromOne(index: number | undefined): number | undefined {
  return index === undefined ? undefined : index + 1;
}
