import { type ReactNode, useEffect, useId, useRef } from "react";
import { classNames } from "./class-names.ts";

interface DialogProps {
  readonly title: string;
  /** Said, but not shown: for a dialog whose first control says the same. */
  readonly titleHidden?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * A modal dialog, while it is rendered: the browser's own, which keeps the focus inside, makes the page
 * behind it inert, closes at Escape and gives the focus back. A press outside of it closes it, too.
 */
export function Dialog({ title, titleHidden = false, onClose, children, className }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing gives the focus back; taking the element away would not.
    return () => element?.close();
  }, []);
  return (
    // Escape closes it as well: the press outside needs no key of its own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      // Keys of the page behind must not hear what is typed in here.
      onKeyDown={(event) => event.stopPropagation()}
      className={classNames(
        "m-auto w-[calc(100vw-2rem)] max-w-110 rounded-composer border border-line bg-surface text-ink shadow-float backdrop:bg-black/45",
        className,
      )}
    >
      <div className="flex max-h-[80dvh] flex-col">
        <h2 id={titleId} className={titleHidden ? "sr-only" : "px-5 pt-5 text-body font-semibold"}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
