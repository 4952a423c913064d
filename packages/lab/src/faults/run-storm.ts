import { parseArgs } from "node:util";
import { type Blow, runStorm } from "./storm.ts";

/** `node run-storm.ts --clients 50 --messages 20000`: kills Redis five times and Postgres three, and reports. */
const { values } = parseArgs({
  options: { clients: { type: "string", default: "50" }, messages: { type: "string", default: "20000" } },
});
const blows: Blow[] = [
  "redis killed",
  "postgres killed",
  "redis killed",
  "redis emptied",
  "redis killed",
  "postgres killed",
  "redis killed",
  "postgres killed",
  "redis killed",
];
const report = await runStorm({
  clients: Number(values.clients),
  messages: Number(values.messages),
  blows,
  note: (line) => console.log(line),
});
console.log(`${report.events} events in ${(report.tookMs / 1_000).toFixed(1)} s`);
for (const violation of report.violations.slice(0, 20)) console.error(violation);
process.exitCode = report.violations.length === 0 ? 0 : 1;
