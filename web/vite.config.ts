import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * The static client. `vite build web` writes `web/dist`; `vite web` serves it with reload and passes the
 * API on to a running stack (`PARLEY_ORIGIN`, else the address that `npm start` uses by default).
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    target: "es2023",
    // `light-dark()` and nesting as written: the polyfill would double the sheet.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // The CSP names 'self' alone: no font, icon or sheet may become a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    reportCompressedSize: true,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": process.env["PARLEY_ORIGIN"] ?? "http://127.0.0.1:3000" },
  },
});
