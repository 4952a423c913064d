import { createHash } from "node:crypto";
import { build, type Plugin, type Rolldown } from "vite";
import { runsAhead } from "./first-files.ts";

const src = `${import.meta.dirname.replace(/build$/, "")}src`;
const areas = { account: "account/account-area.tsx", rooms: "rooms/rooms-area.tsx" } as const;
/** Where its tag goes: before the sheet, which a script behind it would wait for. */
const placeInHtml = "<!-- before-paint -->";

/**
 * Puts the script that runs before the first paint into the page, with the names of the files that it fetches ahead. It
 * is named after its content like all the others: nobody waits for it a second time.
 */
export function beforePaint(): Plugin {
  /** By the files that it names: both hooks of a build need it. */
  const compiled = new Map<string, Promise<string>>();
  const compileOnce = (bundle: Rolldown.OutputBundle): Promise<string> => {
    const firstFiles = JSON.stringify(listFirstFiles(bundle));
    const compiling = compiled.get(firstFiles) ?? compile(firstFiles);
    compiled.set(firstFiles, compiling);
    return compiling;
  };
  return {
    name: "parley-before-paint",
    buildStart: () => compiled.clear(),
    async generateBundle(_options, bundle) {
      const source = await compileOnce(bundle);
      this.emitFile({ type: "asset", fileName: nameOf(source), source });
    },
    transformIndexHtml: {
      order: "post",
      async handler(html, { bundle }) {
        const source = await (bundle === undefined ? compile("{}") : compileOnce(bundle));
        // Served from the sources, the page has no policy against it, and nothing is built.
        const tag =
          bundle === undefined ? `<script>${source}</script>` : `<script src="/${nameOf(source)}"></script>`;
        return html.replace(placeInHtml, () => tag);
      },
    },
  };
}

type FirstFiles = Record<string, Record<string, readonly string[]>>;

/**
 * Each area's scripts, those that run as soon as they are there, and its texts by language: what the page does not name
 * by itself.
 */
function listFirstFiles(bundle: Rolldown.OutputBundle): FirstFiles {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  const find = (module: string) => {
    const id = `${src}/${module}`;
    const found =
      chunks.find(({ facadeModuleId }) => facadeModuleId === id) ??
      chunks.find(({ moduleIds }) => moduleIds.includes(id));
    if (found === undefined) throw new Error(`No file of the build holds ${module}.`);
    return found.fileName;
  };
  const withImports = (files: readonly string[]): string[] => {
    const found = new Set(files);
    for (const file of found) {
      for (const imported of chunks.find(({ fileName }) => fileName === file)?.imports ?? [])
        found.add(imported);
    }
    return [...found];
  };
  const named = new Set(
    withImports(chunks.flatMap((chunk) => (chunk.name === "base" ? chunk.fileName : []))),
  );
  const listNew = (...modules: string[]) => withImports(modules.map(find)).filter((file) => !named.has(file));
  const languages = chunks.flatMap(
    ({ facadeModuleId }) => /\/i18n\/(\w+)\.ts$/.exec(facadeModuleId ?? "")?.[1] ?? [],
  );
  return Object.fromEntries(
    Object.entries(areas).map(([area, module]) => [
      area,
      {
        ahead: area === "rooms" ? listNew(runsAhead) : [],
        scripts: listNew(module),
        ...Object.fromEntries(
          languages.map((language) => [
            language,
            listNew(`i18n/${language}.ts`, `i18n/${language}-${area}.ts`),
          ]),
        ),
      },
    ]),
  );
}

/** The script as a browser takes it that knows no modules, with what it is to know, as JSON. */
async function compile(firstFiles: string): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { FIRST_FILES: firstFiles },
    build: {
      write: false,
      target: "es2023",
      rolldownOptions: { input: `${src}/first-load/before-paint.ts`, output: { format: "iife" } },
    },
  });
  const outputs = [built].flat().flatMap((result) => ("output" in result ? result.output : []));
  const script = outputs.find((output) => output.type === "chunk");
  if (script === undefined) throw new Error("The script before the first paint was not built.");
  return script.code;
}

function nameOf(source: string): string {
  const hash = createHash("sha256").update(source).digest("base64url").slice(0, 8);
  return `assets/before-paint-${hash}.js`;
}
