/**
 * `npm run bench`: Parley's offline cloud beside its peers, in one run and one table.
 *
 * `--short` takes at most 90 s and fails when a ratio has regressed; `--rounds N`, `--scenarios ABCDEFGP`
 * choose, and `--json FILE` writes everything that was measured. With `--drowsy` the load generator's core may sleep.
 */
import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { describeMachine } from "./describe-machine.ts";
import { pinProcess } from "./pin-process.ts";
import { judge, regressionLimits, targets } from "./ratio-limits.ts";
import { runScenarios } from "./run-scenarios.ts";
import { startPeers } from "./servers/start-peers.ts";
import { writeJudgements, writeMachine, writeTable } from "./write-report.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    rounds: { type: "string" },
    scenarios: { type: "string" },
    json: { type: "string" },
    drowsy: { type: "boolean", default: false },
  },
});
const options = {
  short: values.short,
  rounds: Number(values.rounds ?? (values.short ? 1 : 3)),
  scenarios: values.scenarios ?? (values.short ? "ASP" : "ABCDEFGP"),
  drowsy: values.drowsy,
};

pinProcess(process.pid, 0);
const machine = describeMachine();
const startedAt = new Date().toISOString();
/** Of the last minute, before the run and after each scenario: the run itself is about two of it. */
const loadAverages = [readLoad()];
const peers = await startPeers();
const limits = options.short ? regressionLimits : targets;
try {
  const found = await runScenarios(peers, options, {
    progress: (text) => process.stderr.write(`${text}\n`),
    measured: async (soFar) => {
      loadAverages.push(readLoad());
      if (values.json === undefined) return;
      const judgements = judge(limits, soFar);
      const report = { startedAt, machine, loadAverages, options, measurements: soFar.all(), judgements };
      await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
    },
  });
  const judgements = judge(limits, found);
  const load = `Load average: ${loadAverages.join(", ")}`;
  console.log([writeMachine(machine), load, writeTable(found), writeJudgements(judgements)].join("\n\n"));
  if (options.short && judgements.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await peers.stop();
}

function readLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}
