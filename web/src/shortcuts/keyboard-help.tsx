import type { ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { useI18n } from "../i18n/i18n.tsx";

const command = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl";

const groups = [
  {
    title: "help.everywhere",
    keys: [
      [[command, "K"], "help.switch"],
      [[command, "Shift", "F"], "help.search"],
      [["?"], "help.help"],
      [["Esc"], "help.markRead"],
    ],
  },
  {
    title: "help.writing",
    keys: [
      [["Enter"], "help.send"],
      [["Shift", "Enter"], "help.newLine"],
      [["↑"], "help.editLast"],
      [["Shift", "Tab"], "help.toMessages"],
      [["Esc"], "help.cancel"],
    ],
  },
  {
    title: "help.messages",
    keys: [
      [["↑", "↓"], "help.move"],
      [["Tab"], "help.tab"],
      [["R"], "message.reply"],
      [["+"], "message.react"],
      [["E"], "message.edit"],
      [["U"], "message.markUnread"],
      [["C"], "message.copyLink"],
      [["P"], "help.person"],
      [["Del"], "message.delete"],
    ],
  },
] as const;

/** The keys, all of them. */
export default function KeyboardHelp({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <Dialog title={t("help.title")} onClose={onClose}>
      {/* A list that may scroll can be reached by the keyboard that it is about. */}
      <div
        tabIndex={0}
        role="region"
        aria-label={t("help.title")}
        className="mt-2 min-h-0 overflow-y-auto px-5 pb-2 focus-visible:outline-1 focus-visible:-outline-offset-1 focus-visible:outline-edge"
      >
        {groups.map(({ title, keys }) => (
          <section key={title} className="pt-4">
            <h3 className="text-meta font-medium text-ink3">{t(title)}</h3>
            <dl>
              {keys.map(([combination, action]) => (
                <div key={action} className="flex min-h-9 items-center justify-between gap-4 text-ui">
                  <dt>{t(action)}</dt>
                  <dd dir="ltr" className="flex shrink-0 gap-1">
                    {combination.map((key) => (
                      <kbd
                        key={key}
                        className="min-w-6 rounded-[0.25rem] border border-edge bg-sunken px-1.5 text-center font-sans text-meta"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="flex justify-end px-5 pt-2 pb-4">
        <Button look="outline" autoFocus onClick={onClose}>
          {t("app.close")}
        </Button>
      </div>
    </Dialog>
  );
}
