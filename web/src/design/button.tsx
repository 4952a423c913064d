import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonLook = "primary" | "outline" | "quiet" | "danger";

const looks: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-deep",
  outline: "border border-edge bg-surface text-ink hover:bg-sunken",
  quiet: "text-ink2 hover:bg-sunken hover:text-ink",
  danger: "border border-danger text-danger hover:bg-danger hover:text-paper",
};

/** The look of a button, for links that stand in a button's place too. */
export function buttonClass(look: ButtonLook = "primary", ...more: (string | false | undefined)[]): string {
  return classNames(
    "inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-4 text-ui font-medium",
    "transition-colors duration-100 select-none disabled:cursor-not-allowed md:min-h-10",
    "aria-disabled:cursor-not-allowed aria-disabled:opacity-70",
    looks[look],
    ...more,
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  /** Under way: the button stays focusable, shows it, and ignores presses. */
  readonly busy?: boolean;
}

/** A button; `type` is "button" unless said otherwise. */
export function Button({
  look,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"] || undefined}
      className={buttonClass(look, className)}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
