import type { Rolldown } from "vite";

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1];

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
  return (id, modules) => {
    const main = isNeededBy("main.tsx", id, modules);
    const account = isNeededBy("account/account-area.tsx", id, modules);
    const rooms = isNeededBy("rooms/rooms-area.tsx", id, modules);
    // What both areas need comes along with what every page needs.
    if (main || (account && rooms)) return "base";
    if (account) return "account";
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
