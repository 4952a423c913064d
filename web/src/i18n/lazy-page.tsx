import { type ComponentType, lazy, type ReactNode, useEffect } from "react";
import { useI18n, WithTexts } from "./i18n.tsx";

/**
 * A part of the client that is fetched when it is first shown, together with the texts of such parts. To be
 * shown inside of a `Suspense`; `fallback` stands there while texts are on their way.
 */
export function lazyPage<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  const Lazy = lazy(load);
  return function LazyPage(props: Props): ReactNode {
    const there = useI18n().parts.includes("pages");
    useEffect(() => {
      // Together with the texts, not after them; what fails here fails again where it is shown.
      if (!there) load().catch(() => {});
    }, [there]);
    return (
      <WithTexts part="pages" fallback={fallback}>
        <Lazy {...props} />
      </WithTexts>
    );
  };
}
