import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { beforePaint } from "./build/before-paint.ts";
import { compileHints } from "./build/compile-hints.ts";
import { createFirstFiles } from "./build/first-files.ts";

/** What the emoji picker reads, from our own origin: the policy of the page lets it speak to no other. */
function emojiData(): Plugin {
  const paths = ["en", "es"].flatMap((language) =>
    ["data", "messages"].map((part) => `${language}/${part}.json`),
  );
  const { resolve } = createRequire(import.meta.url);
  const read = (path: string) => readFileSync(resolve(`emojibase-data/${path}`), "utf8");
  return {
    name: "parley-emoji-data",
    generateBundle() {
      for (const path of paths) {
        this.emitFile({ type: "asset", fileName: `emoji/${path}`, source: read(path) });
      }
    },
    configureServer({ middlewares }) {
      middlewares.use("/emoji", (request, response, next) => {
        const path = request.url?.slice(1);
        if (path === undefined || !paths.includes(path)) return next();
        response.setHeader("content-type", "application/json");
        response.end(read(path));
      });
    },
  };
}

/**
 * The static client. `vite build web` writes `web/dist`; `vite web` serves it with reload and passes the
 * API on to a running stack (`PARLEY_ORIGIN`, else the address that `npm start` uses by default).
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), emojiData(), beforePaint(), compileHints()],
  build: {
    target: "es2023",
    // `light-dark()` and nesting as written: the polyfill would double the sheet.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // The CSP names 'self' alone: no font, icon or sheet may become a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        main: `${import.meta.dirname}/index.html`,
        "service-worker": `${import.meta.dirname}/src/offline/service-worker.ts`,
      },
      output: {
        // A worker's address has to stay as it is, and its scope is what lies beside it.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: createFirstFiles(`${import.meta.dirname}/src`), debugName: "first files" }],
        },
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
    sourcemap: true,
    reportCompressedSize: true,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": process.env["PARLEY_ORIGIN"] ?? "http://127.0.0.1:3000" },
  },
});
