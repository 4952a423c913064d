import type { ReactNode, SelectHTMLAttributes } from "react";
import { classNames } from "./class-names.ts";
import { Field, inputClass } from "./field.tsx";
import { ChoiceIcon } from "./icons.ts";

interface SelectFieldProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "id"> {
  readonly label: string;
  readonly hint?: string;
  readonly fieldClassName?: string;
  readonly choices: readonly { readonly value: string | number; readonly label: string }[];
}

/** One of a few, by the browser's own list. */
export function SelectField(props: SelectFieldProps): ReactNode {
  const { label, hint, fieldClassName, choices, className, ...select } = props;
  return (
    <Field label={label} hint={hint} {...(fieldClassName && { className: fieldClassName })}>
      {(control) => (
        <div className="relative">
          <select
            {...select}
            {...control}
            className={classNames(inputClass, "cursor-pointer appearance-none truncate pe-10", className)}
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
          <ChoiceIcon className="pointer-events-none absolute inset-y-0 inset-e-3 my-auto size-4 text-ink2" />
        </div>
      )}
    </Field>
  );
}
