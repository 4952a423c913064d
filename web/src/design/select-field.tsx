import type { ReactNode, SelectHTMLAttributes } from "react";
import { classNames } from "./class-names.ts";
import { Field, inputClass } from "./field.tsx";

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
        <select {...select} {...control} className={classNames(inputClass, "cursor-pointer", className)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
