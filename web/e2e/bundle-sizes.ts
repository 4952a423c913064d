import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What a reader of English downloads, in bytes as sent: scripts and sheets gzipped, fonts as they are. */
export interface BundleSizes {
  readonly signIn: number;
  readonly room: number;
  readonly everything: number;
  readonly css: number;
  readonly fonts: number;
}

/** The most that each may weigh; 1 kB = 1,000 bytes. */
export const sizesMax: BundleSizes = {
  signIn: 105_000,
  room: 160_000,
  everything: 280_000,
  css: 12_000,
  fonts: 95_000,
};

/** Weighs a build (`web/dist`): each page as its chunk with all that it imports, found in the files themselves. */
export async function weighBundle(dist: string): Promise<BundleSizes> {
  const assets = join(dist, "assets");
  const names = await readdir(assets);
  const scripts = new Map<string, string>();
  for (const name of names.filter((file) => file.endsWith(".js"))) {
    scripts.set(name, await readFile(join(assets, name), "utf8"));
  }
  const html = await readFile(join(dist, "index.html"), "utf8");
  const entries = [...html.matchAll(/src="\/assets\/([^"]+\.js)"/g)].flatMap(([, name]) => name ?? []);
  if (entries.length === 0) throw new Error("index.html names no script of the build.");
  const weigh = (chunks: Iterable<string>) =>
    sum([...chunks].map((name) => gzipSync(scripts.get(name) ?? "", { level: 9 }).length));
  const page = (...chunks: string[]) =>
    weigh(withImports(scripts, [...entries, ...chunks.map((chunk) => nameOf(scripts, chunk))]));
  const foreign = /^(?:es|ar)(?:-account|-rooms|-pages)?-/;
  return {
    signIn: page("account", "en", "en-account"),
    room: page("rooms", "en", "en-rooms"),
    everything: weigh([...scripts.keys()].filter((name) => !foreign.test(name))),
    css: sum(
      await Promise.all(
        names
          .filter((name) => name.endsWith(".css"))
          .map(async (name) => gzipSync(await readFile(join(assets, name)), { level: 9 }).length),
      ),
    ),
    fonts: sum(
      await Promise.all(
        names
          .filter((name) => /-latin-wght-.*\.woff2$/.test(name))
          .map(async (name) => (await readFile(join(assets, name))).length),
      ),
    ),
  };
}

/** Chunks with everything that they import, directly or not; what they import later on is left out. */
export function withImports(scripts: ReadonlyMap<string, string>, roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = scripts.get(name) ?? "";
    for (const match of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      open.push(match[1] ?? "");
  }
  return found;
}

function nameOf(scripts: ReadonlyMap<string, string>, chunk: string): string {
  // A hash has eight characters: `en` must not find `en-rooms`.
  const name = [...scripts.keys()].find(
    (file) => file.startsWith(`${chunk}-`) && file.length === chunk.length + 12,
  );
  if (name === undefined) throw new Error(`The build has no chunk ${chunk}.`);
  return name;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
