import { parseArgs } from "node:util";
import { sdkParts } from "./sdk-parts.ts";
import { simulate } from "./simulate.ts";
import { tracePorts } from "./trace-ports.ts";
import type { Parts } from "./world.ts";

/**
 * `node run.ts --runs 10000 --seed 1` runs so many seeds from the first on and prints those that fail;
 * `--trace` prints every call that takes effect as well, and `--sdk` puts the SDK in the place of the model
 * client.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    trace: { type: "boolean", default: false },
    sdk: { type: "boolean", default: false },
  },
});
const [runs, firstSeed] = [Number(values.runs), Number(values.seed)];
if (!(runs >= 1 && Number.isSafeInteger(firstSeed))) throw new RangeError("--runs and --seed are numbers");

const traced: Partial<Parts> = values.trace
  ? { wrap: (ports, scheduler) => tracePorts(ports, scheduler, console.log) }
  : {};
const clients: Partial<Parts> = values.sdk ? sdkParts : {};
const startedMs = performance.now();
const incidents: Record<string, number> = {};
let [failed, events, slowestMs] = [0, 0, 0];
for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
  const outcome = await simulate({ seed, parts: { ...traced, ...clients } });
  events += outcome.events;
  slowestMs = Math.max(slowestMs, outcome.convergedAfterMs);
  for (const [kind, count] of Object.entries(outcome.incidents)) {
    incidents[kind] = (incidents[kind] ?? 0) + count;
  }
  if (outcome.violations.length === 0) continue;
  failed += 1;
  console.error(`seed ${seed} failed:\n  ${outcome.violations.join("\n  ")}`);
}
const seconds = (performance.now() - startedMs) / 1_000;
console.log(
  `${runs} runs from seed ${firstSeed}: ${failed} failed, ${events} events, ${seconds.toFixed(1)} s`,
);
console.log(`incidents ${JSON.stringify(incidents)}, slowest convergence ${slowestMs / 1_000} s (virtual)`);
process.exitCode = failed === 0 ? 0 : 1;
