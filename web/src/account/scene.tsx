import type { ReactNode } from "react";
import { classNames } from "../design/class-names.ts";
import { useI18n } from "../i18n/i18n.tsx";

const lines = [
  { name: "scene.first.name", text: "scene.first.text", time: "11:47", own: false },
  { name: "scene.second.name", text: "scene.second.text", time: "11:48", own: false },
  { name: "scene.third.name", text: "scene.third.text", time: "11:49", own: false },
  { name: "scene.fourth.name", text: "scene.fourth.text", time: "11:51", own: true },
] as const;

/** A few lines set as rooms are set, beside the account forms. Decoration: hidden from screen readers. */
export function Scene(): ReactNode {
  const { t } = useI18n();
  return (
    <div aria-hidden="true" className="flex max-w-[34rem] flex-col gap-5 select-none">
      {lines.map((line) => (
        <div key={line.time} className="grid grid-cols-[8rem_1fr] gap-x-5">
          <p className="flex items-baseline justify-end gap-2">
            <time className="text-meta leading-6 text-ink3">{line.time}</time>
            <span className="text-ui leading-6 font-semibold">{t(line.name)}</span>
          </p>
          <p className={classNames("text-body", line.own && "-ms-2.5 border-s-2 border-accent ps-2")}>
            {t(line.text)}
          </p>
        </div>
      ))}
      <p className="mt-7 ps-37 font-serif text-title text-ink2">{t("scene.caption")}</p>
    </div>
  );
}
