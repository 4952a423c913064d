import type { ReactNode } from "react";
import { PrivateIcon, PublicIcon } from "../design/icons.ts";
import { useI18n } from "../i18n/i18n.tsx";

const choices = [
  { value: "public", label: "create.public", hint: "create.publicHint", Icon: PublicIcon },
  { value: "private", label: "create.private", hint: "create.privateHint", Icon: PrivateIcon },
] as const;

/** Who may find and join a room. */
export function VisibilityChoice({ value: chosen = "public" }: { value?: "public" | "private" }): ReactNode {
  const { t } = useI18n();
  return (
    <fieldset>
      <legend className="mb-1.5 text-ui font-medium">{t("create.visibility")}</legend>
      <div className="flex flex-col gap-2">
        {choices.map(({ value, label, hint, Icon }) => (
          <label
            key={value}
            className="flex cursor-pointer items-start gap-3 rounded-control border border-edge bg-surface p-3 has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="visibility"
              value={value}
              defaultChecked={value === chosen}
              className="mt-1 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="flex-1">
              <span className="flex items-center gap-1.5 text-ui font-medium">
                <Icon className="size-4 text-ink2" /> {t(label)}
              </span>
              <span className="block text-meta text-ink2">{t(hint)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
