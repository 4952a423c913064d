import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths of the files below folders of the checkout whose names fit, those of dependencies aside. */
export function findSources(root: string, folders: readonly string[], name: RegExp): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("node_modules"));
}
