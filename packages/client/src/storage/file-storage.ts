/**
 * A storage for Node: one JSON file for each entry and value in a directory.
 *
 * Invariants: a file is written beside its place and renamed into it, so that a crash leaves the old or the
 * new one and never half; several processes may share a directory, for none rewrites what another wrote.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutboxEntry } from "../outbox/outbox-entry.ts";
import type { ChatStorage } from "./chat-storage.ts";

/** Keeps its files in `directory`, which is made at the first write, readable for its owner alone. */
export function fileStorage(directory: string): ChatStorage {
  const outbox = join(directory, "outbox");
  const values = join(directory, "values");
  let last: Promise<unknown> = Promise.resolve();
  let writes = 0;
  /** One after the other, so that a removal never overtakes the write before it. */
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const done = last.then(run, run);
    last = done.catch(() => undefined);
    return done;
  };
  const write = async (folder: string, name: string, value: unknown) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    writes += 1;
    const aside = join(folder, `${fileName(name)}.${process.pid}-${writes}.tmp`);
    await writeFile(aside, JSON.stringify(value), { mode: 0o600, flush: true });
    await rename(aside, join(folder, fileName(name)));
  };

  return {
    entries: () =>
      inTurn(async () => {
        const names = (await readdir(outbox).catch(ifAbsent([]))).filter((name) => name.endsWith(".json"));
        const read = await Promise.all(names.map((name) => readJson(join(outbox, name))));
        return read.filter((entry) => entry !== undefined) as OutboxEntry[];
      }),
    putEntry: (entry) => inTurn(() => write(outbox, entry.id, entry)),
    removeEntry: (id) => inTurn(() => remove(outbox, id)),
    read: (key) => inTurn(() => readJson(join(values, fileName(key)))),
    write: (key, value) =>
      inTurn(() => (value === undefined ? remove(values, key) : write(values, key, value))),
  };
}

function remove(folder: string, name: string): Promise<void> {
  return rm(join(folder, fileName(name)), { force: true });
}

/** Keys become names that every file system takes and that never lead out of the directory. */
function fileName(key: string): string {
  return `${encodeURIComponent(key).replaceAll(".", "%2E").replaceAll("*", "%2A")}.json`;
}

/** Undefined for a file that is gone, or that is not JSON (written by something else). */
async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(ifAbsent(undefined));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ifAbsent<T>(value: T): (failure: unknown) => T {
  return (failure) => {
    if ((failure as { code?: unknown }).code === "ENOENT") return value;
    throw failure;
  };
}
