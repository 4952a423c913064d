import { classNames } from "./class-names.ts";

/** The look of a square target that holds an icon: 44 px under a finger, 36 px under a mouse. */
export function iconButtonClass(...more: (string | false | undefined)[]): string {
  return classNames(
    "inline-flex size-11 shrink-0 items-center justify-center rounded-control text-ink2",
    "transition-colors duration-100 hover:bg-sunken hover:text-ink md:size-9",
    ...more,
  );
}
