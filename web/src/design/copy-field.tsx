import { type ReactNode, useId, useState } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { Button } from "./button.tsx";
import { inputClass } from "./field.tsx";

/** Something to be taken along: a line that cannot be changed, and a button that copies it. */
export function CopyField({ label, text }: { label: string; text: string }): ReactNode {
  const { t } = useI18n();
  const id = useId();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    // Where the clipboard is refused the text is selected, for the person's own keys.
    const input = document.getElementById(id);
    if (input instanceof HTMLInputElement) input.select();
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-ui font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          dir="ltr"
          value={text}
          className={inputClass}
          onFocus={(event) => event.target.select()}
        />
        <Button look="primary" className="shrink-0 md:min-h-11" onClick={() => void copy()}>
          {t("roomSettings.copy")}
        </Button>
      </div>
      <p role="status" className="text-meta text-ink2">
        {copied && t("roomSettings.copied")}
      </p>
    </div>
  );
}
