import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";

/**
 * `npm run fuzz [-- --inputs 1000000 --seed 1]`: of a hundred inputs ten are calls, one is raw bytes for the gateway's
 * own sockets, and the others are frames; against the bundles over real stores.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const inputs = Number(values.inputs);
const calls = Math.floor(inputs / 10);
const bytes = Math.floor(inputs / 100);
console.log(`seed ${values.seed}`);
const startedMs = performance.now();
const reports = await fuzz({ seed: Number(values.seed), frames: inputs - calls - bytes, calls, bytes });
for (const [kind, { done, answers, faults, outages, heap }] of Object.entries(reports)) {
  console.log(`${kind}: ${done} inputs, ${JSON.stringify(answers)}`);
  console.log(`  heap ${heap.map((size) => (size / 2 ** 20).toFixed(0)).join(" ")} MB`);
  for (const outage of outages) console.log(`  ${outage}`);
  for (const fault of faults) console.error(`  ${fault}`);
}
console.log(`${((performance.now() - startedMs) / 1_000).toFixed(0)} s`);
process.exitCode = Object.values(reports).some(({ faults }) => faults.length > 0) ? 1 : 0;
