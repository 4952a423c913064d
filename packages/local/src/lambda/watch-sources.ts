import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";

export interface SourceWatcher {
  /** Watches the directories of these files, too: an editor may replace a file and not write it. */
  follow(files: readonly ReadonlySet<string>[]): void;
  stop(): void;
}

/** An editor makes several changes of one save. */
const gatherMs = 20;

/** Tells of the paths that have changed, a moment after they have. */
export function watchSources(changed: (paths: readonly string[]) => void): SourceWatcher {
  const watchers = new Map<string, FSWatcher>();
  const paths = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    const all = [...paths];
    paths.clear();
    changed(all);
  };
  const follow = (dir: string) => {
    const watcher = watch(dir, { persistent: false }, (_event, name) => {
      if (name === null) return;
      paths.add(join(dir, name));
      timer ??= setTimeout(tell, gatherMs);
    });
    // A directory that is removed is no longer watched; that is all.
    watcher.on("error", () => watcher.close());
    watchers.set(dir, watcher);
  };
  return {
    follow: (files) => {
      const dirs = new Set(files.flatMap((each) => [...each].map((file) => dirname(file))));
      for (const dir of dirs) if (!watchers.has(dir)) follow(dir);
    },
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
