import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { AlertIcon } from "./icons.ts";

/** What a control inside a field must carry to be named and described by it. */
interface FieldControl {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Said beside the label of what may be left out ("optional"). */
  readonly aside?: string | undefined;
  readonly className?: string;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A labelled control with its hint and, in its place, its error. */
export function Field(props: FieldProps): ReactNode {
  const id = useId();
  const noteId = `${id}-note`;
  const note = props.error ?? props.hint;
  return (
    <div className={classNames("flex flex-col gap-1.5", props.className)}>
      <label htmlFor={id} className="flex items-baseline justify-between gap-2 text-ui font-medium">
        {props.label}
        {props.aside !== undefined && <span className="text-meta font-normal text-ink3">{props.aside}</span>}
      </label>
      {props.children({
        id,
        "aria-describedby": note === undefined ? undefined : noteId,
        "aria-invalid": props.error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p
          id={noteId}
          className={classNames(
            "flex items-start gap-1.5 text-meta",
            props.error === undefined ? "text-ink3" : "text-danger",
          )}
        >
          {props.error !== undefined && <AlertIcon className="mt-0.5 size-4 shrink-0" />}
          <span className="text-pretty">{note}</span>
        </p>
      )}
    </div>
  );
}

/** The look of text inputs, selects and text areas. */
export const inputClass = classNames(
  "w-full rounded-control border border-edge bg-surface px-3 text-body text-ink",
  "min-h-11 scroll-mt-12 aria-invalid:border-danger",
  "focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0",
  "aria-invalid:focus-visible:outline-danger",
);
