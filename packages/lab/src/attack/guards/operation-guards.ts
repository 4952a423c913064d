import type { Guard } from "./guard.ts";

/** Logs, permissions, and what is delivered. */
export const operationGuards: readonly Guard[] = [
  {
    line: "SEC20",
    file: "functions/edge/refusal.ts",
    code: 'thrown instanceof ChatError ? thrown : new ChatError("internal")',
    without: 'thrown instanceof ChatError ? thrown : new ChatError("internal", { message: String(thrown) })',
    test: ["functions/edge/wrap-websocket.test.ts", "[SEC20] keeps the cause"],
  },
  {
    line: "SEC20",
    file: "packages/local/src/log/terminal-line.ts",
    code: '(isControl(character) ? " " : character)',
    without: "character",
    test: ["packages/local/src/log/terminal-line.test.ts", "[SEC20]"],
  },
  {
    line: "SEC21",
    file: "functions/edge/middleware/publish-metrics.ts",
    code: 'refusal.addMetric("Refusals", MetricUnit.Count, 1);',
    without: "",
    test: ["functions/edge/wrap-websocket.test.ts", "[SEC21]"],
  },
  {
    line: "SEC21",
    file: "functions/edge/middleware/log-access.ts",
    code: 'else if (access.code !== undefined) logger.warn("access", line);',
    without: "else if (access.code !== undefined) return;",
    test: ["functions/edge/wrap-websocket.test.ts", "[SEC21] writes exactly one access line"],
  },
  {
    line: "SEC22",
    file: "packages/topology/src/permissions.ts",
    code: 'actions: ["dynamodb:PutItem"]',
    without: 'actions: ["dynamodb:*"]',
    test: ["infra/permissions.test.ts", "[SEC22]"],
  },
  {
    line: "SEC22",
    file: "packages/topology/src/permissions.ts",
    code: "authorize: [],",
    without: "authorize: drain,",
    test: ["infra/permissions.test.ts", "[SEC22]"],
  },
  {
    line: "SEC23",
    file: ".github/workflows/ci.yml",
    code: "permissions:\n  contents: read",
    without: "permissions:\n  contents: write",
    test: ["infra/workflows.test.ts", "[SEC23]"],
  },
  {
    line: "SEC23",
    file: ".github/workflows/codeql.yml",
    code: "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683",
    without: "actions/checkout@v4",
    test: ["infra/workflows.test.ts", "[SEC23]"],
  },
  {
    line: "SEC24",
    file: "packages/local/src/settings/refuse-production.ts",
    code: "if (!loopbackHosts.has(new URL(text).hostname)) {",
    without: 'if (text === "") {',
    test: ["packages/local/src/settings/refuse-production.test.ts", ""],
  },
  {
    line: "SEC24",
    file: "packages/local/src/http/loopback-server.ts",
    code: "listen(options, loopback, options.port)",
    without: 'listen(options, "0.0.0.0", options.port)',
    test: ["packages/local/src/cloud.local.test.ts", "[SEC24]"],
  },
];
