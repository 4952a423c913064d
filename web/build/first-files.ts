import type { Rolldown } from "vite";

/** It needs nothing of the rest, and takes long to make ready. */
export const runsAhead = "room/markdown/parse-markdown.ts";

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1];

/** Those files: what every page needs, what an area adds, and what of the rooms can run before all of that is there. */
export const firstFiles = ["chat", "base", "account", "rooms", "markdown"] as const;
type FirstFile = (typeof firstFiles)[number];

/**
 * Puts what a first view is made of into one file each, by what imports it: the dozens of small ones that there would be
 * else wait for each other, and compress worse. Everything else stays where the bundler puts it.
 */
export function createFirstFiles(src: string): Rolldown.CodeSplittingNameFunction {
  const known = new Map<string, ReadonlySet<string>>();
  const isNeededBy = (entry: string, id: string, modules: Modules): boolean => {
    const needed = known.get(entry) ?? listImports(`${src}/${entry}`, modules);
    known.set(entry, needed);
    return needed.has(id);
  };
  return (id, modules): FirstFile | null => {
    if (isNeededBy("first-load/first-chat.ts", id, modules)) return "chat";
    const main = isNeededBy("main.tsx", id, modules);
    const account = isNeededBy("account/account-area.tsx", id, modules);
    const rooms = isNeededBy("rooms/rooms-area.tsx", id, modules);
    // What both areas need comes along with what every page needs.
    if (main || (account && rooms)) return "base";
    if (account) return "account";
    if (isNeededBy(runsAhead, id, modules)) return "markdown";
    return rooms ? "rooms" : null;
  };
}

/** A module and what it imports, directly or not; not what it imports later on. */
function listImports(root: string, modules: Modules): ReadonlySet<string> {
  const found = new Set([root]);
  for (const id of found) {
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  }
  return found;
}
