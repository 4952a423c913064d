import { parseArgs } from "node:util";
import { type Blow, planBlows } from "./plan-blows.ts";
import { runStorm } from "./storm.ts";

/**
 * `npm run storm -- --seed 1`: 50 people send 20,000 messages, with edits and reactions, while Redis is killed five
 * times, emptied once, and Postgres killed three times, at moments that the seed draws.
 */
const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "50" },
    messages: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
});
const [clients, messages, seed] = [values.clients, values.messages, values.seed].map(Number);
if (clients === undefined || messages === undefined || seed === undefined)
  throw new RangeError("three numbers");
const times = (count: number, blow: Blow) => Array.from({ length: count }, () => blow);
const kinds = [...times(5, "redis killed"), ...times(3, "postgres killed"), ...times(1, "redis emptied")];
console.log(`seed ${seed}`);
const note = (line: string) => console.log(line);
const report = await runStorm({ clients, messages, blows: planBlows(seed, messages, kinds), note });

const seconds = report.tookMs / 1_000;
console.log(
  `${report.events} events in ${seconds.toFixed(1)} s, ${(report.events / seconds).toFixed(0)} a second`,
);
for (const kind of new Set(kinds)) {
  const all = report.struck.filter(({ blow }) => blow === kind).map((each) => each.convergedAfterMs);
  const sorted = all.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  console.log(
    `${kind} ${sorted.length} times: converged in ${sorted[0]} to ${sorted.at(-1)} ms, median ${median}`,
  );
}
for (const violation of report.violations) console.error(violation);
console.log(`${report.violations.length} violations`);
process.exitCode = report.violations.length === 0 ? 0 : 1;
