/** The directions of the map in ARCHITECTURE.md: each part may use just what is listed for it. */
const parts = {
  protocol: [],
  topology: [],
  chat: ["protocol"],
  stores: ["chat", "protocol", "topology"],
  client: ["protocol"],
  local: ["topology"],
};
const folder = (part) => `^packages/${part}/`;
const tests = "\\.(test|contract)\\.tsx?$|/testing/|/test/|/conformance/";

module.exports = {
  forbidden: [
    ...Object.entries(parts).map(([part, allowed]) => ({
      name: `${part}-uses-only-${allowed.join("-") || "itself"}`,
      severity: "error",
      from: { path: folder(part), pathNot: tests },
      to: {
        path: "^(packages|functions|infra|web)/",
        pathNot: [part, ...allowed].map(folder).concat("node_modules"),
      },
    })),
    {
      name: "chat-is-pure",
      comment: "The domain imports no AWS, no driver, no platform: only itself, protocol and zod.",
      severity: "error",
      from: { path: folder("chat"), pathNot: tests },
      to: { pathNot: ["^packages/(chat|protocol)/", "node_modules/zod/"] },
    },
    {
      name: "functions-are-thin",
      severity: "error",
      from: { path: "^functions/", pathNot: tests },
      to: {
        path: "^(packages|infra|web)/",
        pathNot: "^packages/(chat|stores|protocol|topology)/",
      },
    },
    {
      name: "web-uses-only-the-client",
      severity: "error",
      from: { path: "^web/", pathNot: `${tests}|^web/e2e/` },
      to: { path: "^(packages|functions|infra)/", pathNot: "^packages/(client|protocol)/" },
    },
    {
      name: "infra-reads-topology",
      severity: "error",
      from: { path: "^infra/", pathNot: tests },
      to: { path: "^(packages|functions|web)/", pathNot: "^packages/topology/" },
    },
    {
      name: "nothing-imports-local-or-lab",
      severity: "error",
      from: {
        path: "^(packages|functions|infra|web)/",
        pathNot: `^packages/(local|lab)/|${tests}|^web/e2e/`,
      },
      to: { path: "^packages/(local|lab)/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.sst|\\.parley)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
