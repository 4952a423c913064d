import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { openSheetEvent, type SheetName } from "./open-sheet.ts";

const RoomSwitcher = lazy(() => import("./room-switcher.tsx"));
const KeyboardHelp = lazy(() => import("./keyboard-help.tsx"));

/** Hears the keys that work everywhere behind the sign-in, and shows what they open. */
export function Shortcuts(): ReactNode {
  const [sheet, setSheet] = useState<SheetName>();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted = sheetOf(event);
      if (wanted === undefined) return;
      event.preventDefault();
      setSheet(wanted);
    };
    const onOpen = (event: Event) => {
      if (event instanceof CustomEvent) setSheet(event.detail);
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener(openSheetEvent, onOpen);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(openSheetEvent, onOpen);
    };
  }, []);
  const close = () => setSheet(undefined);
  return (
    <Suspense>
      {sheet === "switcher" && <RoomSwitcher onClose={close} />}
      {sheet === "help" && <KeyboardHelp onClose={close} />}
    </Suspense>
  );
}

function sheetOf(event: KeyboardEvent): SheetName | undefined {
  if (event.altKey || event.isComposing) return undefined;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "k") return "switcher";
  if (command && event.key === "/") return "help";
  return !command && event.key === "?" && !isWriting(event.target) ? "help" : undefined;
}

/** Where text is written a character is a character. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input:not([type=radio]), textarea, select");
}
