/** What lies over the page when it is asked for. */
export type SheetName = "switcher" | "help";

export const openSheetEvent = "parley:open-sheet";

/** Opens a sheet from anywhere behind the sign-in. */
export function openSheet(name: SheetName): void {
  window.dispatchEvent(new CustomEvent(openSheetEvent, { detail: name }));
}
