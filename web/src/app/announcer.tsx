import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

type Announce = (text: string) => void;
const Context = createContext<Announce>(() => {});

/**
 * The one polite voice of the client. Live regions on lists say everything twice and out of order; what
 * is worth saying is said through `useAnnounce` instead.
 */
export function AnnouncerProvider(props: { children: ReactNode }): ReactNode {
  const [said, setSaid] = useState({ text: "", turn: 0 });
  const announce = useCallback<Announce>(
    (text) => setSaid((before) => ({ text, turn: before.turn + 1 })),
    [],
  );
  return (
    <Context value={announce}>
      {props.children}
      {/* Two regions take turns, so that the same text is said again. */}
      <div aria-live="polite" className="sr-only">
        {said.turn % 2 === 0 ? said.text : ""}
      </div>
      <div aria-live="polite" className="sr-only">
        {said.turn % 2 === 1 ? said.text : ""}
      </div>
    </Context>
  );
}

/** Says a text to screen readers, once what is being said has ended. */
export function useAnnounce(): Announce {
  return useContext(Context);
}
