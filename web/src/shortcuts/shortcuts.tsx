import { type ReactNode, Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { lazyPage } from "../i18n/lazy-page.tsx";
import { openSheetEvent, type SheetName } from "./open-sheet.ts";

const loadSwitcher = () => import("./room-switcher.tsx");
const RoomSwitcher = lazyPage(loadSwitcher);
const KeyboardHelp = lazyPage(() => import("./keyboard-help.tsx"));

/** After what the page itself needs. */
const fetchAfterMs = 2_000;

/** Hears the keys that work everywhere behind the sign-in, and shows what they open. */
export function Shortcuts(): ReactNode {
  const [sheet, setSheet] = useState<SheetName>();
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isSearch(event)) {
        event.preventDefault();
        navigate("/rooms/search");
        return;
      }
      const wanted = sheetOf(event);
      if (wanted === undefined) return;
      event.preventDefault();
      setSheet(wanted);
    };
    const onOpen = (event: Event) => {
      if (event instanceof CustomEvent) setSheet(event.detail);
    };
    // There before it is asked for: what is typed right after the keys must not land in the page behind.
    const fetching = setTimeout(() => void loadSwitcher().catch(() => {}), fetchAfterMs);
    window.addEventListener("keydown", onKey);
    window.addEventListener(openSheetEvent, onOpen);
    return () => {
      clearTimeout(fetching);
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(openSheetEvent, onOpen);
    };
  }, [navigate]);
  const close = () => setSheet(undefined);
  return (
    <Suspense>
      {sheet === "switcher" && <RoomSwitcher onClose={close} />}
      {sheet === "help" && <KeyboardHelp onClose={close} />}
    </Suspense>
  );
}

function isSearch(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "f";
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
