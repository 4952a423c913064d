import { useCallback, useSyncExternalStore } from "react";

/** From here on the rail stands beside the room (styles.css, `md`). */
export const besideRail = "(width >= 48rem)";
/** From here on the details stand beside the room too (`xl`). */
export const besideDetails = "(width >= 80rem)";

/** Whether a media query holds, for what styles alone cannot do (landmarks, what is there at all). */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
