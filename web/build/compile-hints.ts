import type { Plugin } from "vite";
import { firstFiles } from "./first-files.ts";

/** Chromium's explicit compile hint, which has to be the first line of a file; a comment to every other browser. */
const hint = "//# allFunctionsCalledOnLoad\n";

/**
 * Tells the browser to compile all of a first file while it arrives, beside the page's own thread: most of it is called
 * before the first paint, and would else be compiled there, function by function.
 */
export function compileHints(): Plugin {
  return {
    name: "parley-compile-hints",
    generateBundle: {
      // After Vite has put its own lines before the code.
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== "chunk" || !firstFiles.some((name) => name === file.name)) continue;
          file.code = hint + file.code;
          const map = bundle[`${file.fileName}.map`];
          if (map?.type === "asset") map.source = moveDown(String(map.source));
        }
      },
    },
  };
}

/** A source map of a file that has got one more line at its top. */
function moveDown(sourceMap: string): string {
  const map = JSON.parse(sourceMap) as { readonly mappings: string };
  return JSON.stringify({ ...map, mappings: `;${map.mappings}` });
}
