import { parseArgs } from "node:util";
import { runSoak } from "./soak.ts";

/** `npm run soak [-- --seconds 600 --sockets 1000 --rooms 50 --acts 4 --every 15 --seed 1]`. */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "600" },
    sockets: { type: "string", default: "1000" },
    rooms: { type: "string", default: "50" },
    acts: { type: "string", default: "4" },
    every: { type: "string", default: "15" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
console.log(`seed ${values.seed}`);
const report = await runSoak({
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  sockets: Number(values.sockets),
  rooms: Number(values.rooms),
  actsPerSecond: Number(values.acts),
  faultEverySeconds: Number(values.every),
  note: (line) => console.log(line),
});
const { events, messages, faults, acts, convergedAfterMs, violations } = report;
console.log(JSON.stringify(acts));
console.log(
  `${messages} messages and ${events} events under ${faults} faults; all had all ${convergedAfterMs} ms after the end`,
);
for (const violation of violations.slice(0, 20)) console.error(violation);
console.log(`${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
