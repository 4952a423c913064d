import type { ReactNode } from "react";
import { useI18n } from "../i18n/i18n.tsx";

const lines = [
  { name: "scene.first.name", text: "scene.first.text", time: "11:47", own: false },
  { name: "scene.second.name", text: "scene.second.text", time: "11:48", own: false },
  { name: "scene.third.name", text: "scene.third.text", time: "11:48", own: false },
  { name: "scene.fourth.name", text: "scene.fourth.text", time: "11:49", own: true },
] as const;

/** A few lines set as rooms are set, beside the account forms. Decoration: hidden from screen readers. */
export function Scene(): ReactNode {
  const { t } = useI18n();
  return (
    <div aria-hidden="true" className="flex max-w-[34rem] flex-col gap-5 select-none">
      {lines.map((line) => (
        <div key={line.name} className="grid grid-cols-[7rem_1fr] gap-x-5">
          <div className="text-end">
            <div className="text-ui font-semibold text-ink">{t(line.name)}</div>
            <time className="text-meta text-ink3">{line.time}</time>
          </div>
          <p
            className={
              line.own
                ? "-ms-[0.625rem] border-s-2 border-accent ps-2 text-body text-ink"
                : "text-body text-ink"
            }
          >
            {t(line.text)}
          </p>
        </div>
      ))}
      <p className="mt-6 ps-[8.25rem] font-serif text-title text-ink2">{t("scene.caption")}</p>
    </div>
  );
}
