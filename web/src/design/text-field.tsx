import type { InputHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Field, inputClass } from "./field.tsx";

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly aside?: string | undefined;
  readonly fieldClassName?: string;
}

/** A line of text with its label, hint and error. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, hint, error, aside, fieldClassName, className, ...input } = props;
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      aside={aside}
      {...(fieldClassName && { className: fieldClassName })}
    >
      {(control) => <input {...input} {...control} className={classNames(inputClass, className)} />}
    </Field>
  );
}
