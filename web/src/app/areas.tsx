import { type ComponentType, lazy, type ReactNode, useState } from "react";

/** A large part of the page, in files of its own. */
interface AreaPart {
  /** Fetches it: once it is there, it is shown in the same breath as what stands around it. */
  readonly fetch: () => Promise<{ readonly default: ComponentType }>;
  /** To be shown inside of a `Suspense`. */
  readonly Area: () => ReactNode;
}

export const accountArea = createArea(() => import("../account/account-area.tsx"));
export const roomsArea = createArea(() => import("../rooms/rooms-area.tsx"));

function createArea(load: AreaPart["fetch"]): AreaPart {
  let there: ComponentType | undefined;
  const fetch = async () => {
    const module = await load();
    there = module.default;
    return module;
  };
  const Later = lazy(fetch);
  return {
    fetch,
    Area: () => {
      const [Shown] = useState(() => there ?? Later);
      return <Shown />;
    },
  };
}
