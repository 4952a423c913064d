import { type ReactNode, useState } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { classNames } from "./class-names.ts";
import { Field, inputClass } from "./field.tsx";
import { HideIcon, ShowIcon } from "./icons.ts";
import type { TextFieldProps } from "./text-field.tsx";

/** A password, which its writer may look at. */
export function PasswordField(props: TextFieldProps): ReactNode {
  const { label, hint, error, aside, fieldClassName, className, ...input } = props;
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  const Icon = shown ? HideIcon : ShowIcon;
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      aside={aside}
      {...(fieldClassName && { className: fieldClassName })}
    >
      {(control) => (
        <div className="relative">
          <input
            {...input}
            {...control}
            type={shown ? "text" : "password"}
            dir="ltr"
            spellCheck={false}
            autoCapitalize="none"
            className={classNames(inputClass, "pe-12 rtl:text-end", className)}
          />
          <button
            type="button"
            aria-label={t(shown ? "password.hide" : "password.show")}
            title={t(shown ? "password.hide" : "password.show")}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 inset-e-0 flex w-11 items-center justify-center rounded-control text-ink2 hover:text-ink"
          >
            <Icon className="size-5" />
          </button>
        </div>
      )}
    </Field>
  );
}
