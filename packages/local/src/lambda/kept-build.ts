/**
 * The last build of a checkout's functions, kept for the next start. It stands for what would be built as
 * long as every file that it was made of is the one that it was: size and time of change (which, other than
 * that of modification, nobody can set) tell.
 */
import { createHash, randomUUID } from "node:crypto";
import { constants, cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

interface Place {
  /** Holds a directory per key. */
  readonly keepDir: string;
  /** All that decides about a build besides its sources. */
  readonly key: string;
  /** Where the bundles run from. */
  readonly outDir: string;
}

interface KeptBuild {
  /** Of each function, its file, relative to the directory that holds all. */
  readonly bundles: Readonly<Record<string, string>>;
  /** Of each function, its sources that may be watched. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
}

interface Manifest extends KeptBuild {
  readonly marks: readonly (readonly [path: string, mark: string])[];
}

const manifestFile = "build.json";
const directoryOf = ({ keepDir, key }: Place) =>
  join(keepDir, `functions-${createHash("sha256").update(key).digest("hex").slice(0, 16)}`);

/** A bundle has a directory of its own, with its chunks. */
const directoriesOf = (kept: KeptBuild) => Object.values(kept.bundles).map((file) => dirname(file));

const markOf = ({ size, ctimeMs }: { readonly size: number; readonly ctimeMs: number }) =>
  `${size} ${ctimeMs}`;

/** Puts the kept bundles into `outDir`; undefined when there are none, or a source is another by now. */
export async function readKeptBuild(place: Place): Promise<KeptBuild | undefined> {
  const dir = directoryOf(place);
  try {
    const manifest: Manifest = JSON.parse(await readFile(join(dir, manifestFile), "utf8"));
    const facts = await Promise.all(manifest.marks.map(([path]) => stat(path)));
    if (facts.some((fact, index) => markOf(fact) !== manifest.marks[index]?.[1])) return undefined;
    await copyAll(directoriesOf(manifest), { from: dir, to: place.outDir });
    return manifest;
  } catch {
    // Nothing is kept, or a source is gone, or another start has just replaced what was kept.
    return undefined;
  }
}

interface FreshBuild extends Place, KeptBuild {
  readonly sources: readonly string[];
  /** When the build began: a source that has changed since may not be the one that was read. */
  readonly begunMs: number;
}

/** Keeps what `outDir` holds. That it cannot be kept costs time and nothing else. */
export async function keepBuild(built: FreshBuild): Promise<void> {
  const { bundles, inputs, sources, outDir, begunMs } = built;
  const dir = directoryOf(built);
  const scratch = join(built.keepDir, `${basename(dir)}.${randomUUID()}`);
  try {
    const facts = await Promise.all(sources.map((path) => stat(path)));
    if (facts.some(({ ctimeMs }) => ctimeMs >= begunMs)) return;
    const marks = facts.map((fact, index) => [sources[index], markOf(fact)]);
    await mkdir(scratch, { recursive: true });
    await copyAll(directoriesOf(built), { from: outDir, to: scratch });
    await writeFile(join(scratch, manifestFile), JSON.stringify({ bundles, inputs, marks }));
    await rm(dir, { recursive: true, force: true });
    await rename(scratch, dir);
  } catch {
    await rm(scratch, { recursive: true, force: true }).catch(() => {});
  }
}

async function copyAll(dirs: readonly string[], way: { readonly from: string; readonly to: string }) {
  await Promise.all(
    dirs.map((dir) =>
      cp(join(way.from, dir), join(way.to, dir), { recursive: true, mode: constants.COPYFILE_FICLONE }),
    ),
  );
}
