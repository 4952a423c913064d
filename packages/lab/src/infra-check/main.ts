/**
 * `npm run infra:check`: everything about the deployment that can be known without an account.
 *
 * Types against SST's real platform, the resource graphs of all stages against the table of facts, every
 * handler bundled, weighed, started and compared with what SST's own bundler makes, the operations template linted where cfn-lint is at hand. With
 * `--thorough` cfn-lint must be, and the rules themselves are tried with deliberate mistakes. Exits 1 when
 * something is found.
 */
import { resolve } from "node:path";
import { readSettings } from "../../../../infra/settings.ts";
import { type GraphCase, settingCases, stageCases } from "./cases.ts";
import { checkTypes } from "./check-types.ts";
import { type Graph, theOne } from "./graph/graph.ts";
import { readGraph } from "./graph/read-graph.ts";
import { checkHandlers } from "./handlers/check-handlers.ts";
import { compareBundles } from "./handlers/compare-bundles.ts";
import { installPlatform } from "./install-platform.ts";
import { lintTemplate } from "./lint-template.ts";
import { mutations } from "./mutations.ts";
import { checkGraph, ruleCount } from "./rules/check-graph.ts";
import { environmentOf, lambdaOf } from "./rules/functions.ts";
import { textAt } from "./rules/rule.ts";

const root = resolve(import.meta.dirname, "../../../..");
const thorough = process.argv.includes("--thorough");
const problems: string[] = [];

function report(step: string, detail: string, findings: readonly string[] = []): void {
  console.log(`${findings.length === 0 ? "ok  " : "FAIL"}  ${step}: ${detail}`);
  for (const finding of findings) console.log(`        ${finding}`);
  problems.push(...findings);
}

const startedAtMs = Date.now();
report("platform", `SST's sources are ${await installPlatform(root)}`);
report("types", "sst.config.ts and infra/ against SST's sources", await checkTypes(root));
const graphs = new Map<GraphCase, Graph>();
for (const one of [...stageCases, ...settingCases]) await drawAndCheck(one);
await checkBundles();
await checkOps();
if (thorough) await tryMutations();
console.log(
  `${problems.length === 0 ? "All well" : `${problems.length} found`} in ${Math.round((Date.now() - startedAtMs) / 1000)} s.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

async function drawAndCheck(one: GraphCase): Promise<void> {
  try {
    const graph = await readGraph(one);
    graphs.set(one, graph);
    const findings = checkGraph({ graph, settings: readSettings(one) });
    report("graph", `${one.name}: ${graph.resources.length} resources, ${ruleCount} rules`, findings);
  } catch (error) {
    report("graph", one.name, [error instanceof Error ? error.message : String(error)]);
  }
}

async function checkBundles(): Promise<void> {
  const one = stageCases.find(({ stage }) => stage === "production");
  const graph = one && graphs.get(one);
  if (one === undefined || graph === undefined) return;
  const input = { graph, settings: readSettings(one) };
  const reports = await checkHandlers({
    root,
    environmentOf: (name) => environmentOf(lambdaOf(input, name)),
  });
  for (const { name, bytes, finding } of reports) {
    report(
      "handler",
      `${name}: ${Math.ceil(bytes / 1024)} KB`,
      finding === undefined ? [] : [`${name}: ${finding}`],
    );
  }
  try {
    const findings = await compareBundles({ root, builds: graph.builds });
    report("bundles", "what the local cloud runs is what SST's own bundler makes, byte for byte", findings);
  } catch (error) {
    report("bundles", "SST's own bundler", [error instanceof Error ? error.message : String(error)]);
  }
}

async function checkOps(): Promise<void> {
  for (const [{ name }, graph] of graphs) {
    if (graph.live) continue;
    const outcome = await lintTemplate(
      textAt(theOne(graph, "aws:cloudformation/stack:Stack"), "templateBody"),
    );
    if (!outcome.ran) {
      report(
        "lint",
        "cfn-lint is not on the PATH (pipx install cfn-lint)",
        thorough ? ["cfn-lint is missing."] : [],
      );
      return;
    }
    report("lint", `operations template of ${name}`, outcome.findings);
  }
}

async function tryMutations(): Promise<void> {
  const one = stageCases.find(({ stage }) => stage === "staging");
  if (one === undefined) return;
  const settings = readSettings(one);
  for (const { name, edits, rule } of mutations) {
    const noticed = await readGraph({ ...one, edits }).then(
      (graph) => checkGraph({ graph, settings }).some((finding) => finding.startsWith(`${rule}: `)),
      () => false,
    );
    report("mistake", name, noticed ? [] : [`The rule "${rule}" does not notice that ${name}.`]);
  }
}
