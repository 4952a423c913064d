import type { Guard } from "./guard.ts";

const accounts = "functions/http/accounts.local.test.ts";

/** What stands in a page, and what text is. */
export const displayGuards: readonly Guard[] = [
  {
    line: "SEC17",
    file: "packages/topology/src/web-headers.ts",
    code: `"script-src": ["'self'"]`,
    without: `"script-src": ["'self'", "'unsafe-inline'"]`,
    test: ["packages/local/src/web/static-files.local.test.ts", "[SEC17]"],
  },
  {
    line: "SEC17",
    file: "packages/topology/src/web-headers.ts",
    code: '"frame-ancestors": ["\'none\'"]',
    without: '"frame-ancestors": ["\'self\'"]',
    test: ["packages/local/src/web/static-files.local.test.ts", "[SEC17]"],
  },
  {
    line: "SEC17",
    file: "packages/local/src/web/security-headers.ts",
    code: '"x-content-type-options": "nosniff",',
    without: "",
    test: ["packages/local/src/web/static-files.local.test.ts", "[SEC17]"],
  },
  {
    line: "SEC17",
    file: "functions/http/app.ts",
    code: "originsAllowed.includes(origin) ? origin : null",
    without: "origin",
    test: [accounts, "[SEC2]"],
  },
  {
    line: "SEC18",
    file: "web/src/room/markdown/allowed-url.ts",
    code: "if (!schemes.has(url.protocol)) return undefined;",
    without: "",
    test: ["web/src/room/markdown/allowed-url.test.ts", "refuses"],
  },
  {
    line: "SEC18",
    file: "packages/chat/src/mail/render-letter.ts",
    code: "text.replace(/[&<>\"']/g, ",
    without: "text.replace(/[&]/g, ",
    test: ["packages/chat/src/mail/render-letter.test.ts", "[SEC18]"],
  },
  {
    line: "SEC19",
    file: "packages/stores/src/postgres/postgres-message-search.ts",
    code: "websearch_to_tsquery('simple', $1)",
    without: "to_tsquery('simple', $1)",
    test: ["packages/stores/src/postgres/postgres-message-search.pg.test.ts", "[SEC19]"],
  },
];
