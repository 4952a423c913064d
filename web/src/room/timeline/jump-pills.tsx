import type { ReactNode } from "react";
import { DownIcon } from "../../design/icons.ts";
import { useI18n } from "../../i18n/i18n.tsx";

const pillClass =
  "pointer-events-auto inline-flex min-h-11 items-center gap-2 rounded-full border border-edge bg-surface px-4 text-ui font-medium shadow-float hover:bg-sunken md:min-h-9";

interface JumpToLatestProps {
  readonly shown: boolean;
  readonly unread: number;
  readonly jump: () => void;
}

/** The way back to the newest message, from anywhere in the history. */
export function JumpToLatest({ shown, unread, jump }: JumpToLatestProps): ReactNode {
  const { t } = useI18n();
  if (!shown) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <button type="button" className={pillClass} onClick={jump}>
        <DownIcon className="size-4" />
        {unread > 0 ? t("timeline.newBelow", { count: unread }) : t("timeline.latest")}
      </button>
    </div>
  );
}

interface JumpToUnreadProps {
  readonly count: number;
  readonly shown: boolean;
  readonly jump: () => void;
  readonly dismiss: () => void;
}

/** The way up to where the reader had got, when that lies above what is in view. */
export function JumpToUnread({ count, shown, jump, dismiss }: JumpToUnreadProps): ReactNode {
  const { t } = useI18n();
  if (!shown) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
      <button
        type="button"
        className={`${pillClass} text-signal`}
        onClick={() => {
          dismiss();
          jump();
        }}
      >
        <DownIcon className="size-4 rotate-180" />
        {t("timeline.newAbove", { count })}
      </button>
    </div>
  );
}
