import type { ReactNode } from "react";
import { useAttempt } from "../app/use-attempt.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Problem } from "./problem.tsx";

interface ConfirmDialogProps {
  readonly title: string;
  readonly lead: string;
  /** What the yes is called. */
  readonly action: string;
  /** Does it; the dialog closes once it is done, and says why when it is refused. */
  readonly run: () => Promise<unknown>;
  readonly explain?: (thrown: unknown) => string | undefined;
  readonly onClose: () => void;
  /** What it is about. */
  readonly children?: ReactNode;
  /** Whether something among the children takes the focus; the yes does else. */
  readonly focusInside?: boolean;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, lead, action, run, onClose, children, focusInside = false } = props;
  const { t } = useI18n();
  const { busy, problem, attempt } = useAttempt(props.explain);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">
        <p className="text-ui text-ink2 text-pretty">{lead}</p>
        {children}
        <Problem text={problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button
            look="danger"
            busy={busy}
            autoFocus={!focusInside}
            onClick={async () => {
              if (await attempt(run)) onClose();
            }}
          >
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
