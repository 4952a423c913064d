/**
 * `npm run cost`: counts the billable units of traffic in the local cloud and prices them, beside the usual
 * serverless sample and what paid services would charge for the same. `--short` only checks that a message
 * takes no more units than it did; `--json FILE` writes everything.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { pricesAsOf } from "../prices.ts";
import { type BillableUnits, perMessage } from "./billable-units.ts";
import { type MeterInput, meterParley, meterSample } from "./meter-run.ts";
import { priceUnits, priceVendors } from "./price-units.ts";
import { findRegressions, quiet } from "./unit-limits.ts";

const { values } = parseArgs({
  options: { short: { type: "boolean", default: false }, json: { type: "string" } },
});
const million = 1e6;
const members = 100;
const busyRate = 50;
/** Of what the sample pays for the same traffic. */
const shareMax = 0.25;

const sumOf = (lines: readonly (readonly [string, number])[]) => lines.reduce((sum, [, usd]) => sum + usd, 0);

/** The units of a run for a million messages. */
function scale(units: BillableUnits): BillableUnits {
  const each = perMessage(units);
  const entries = Object.entries(each).map(([name, value]) => [name, value * million]);
  return { ...(Object.fromEntries(entries) as typeof each), chatMessages: million };
}

const quietUnits = await meterParley(quiet);
const regressions = findRegressions(quietUnits);
console.log(`A message in a quiet room of ${quiet.members}: ${JSON.stringify(perMessage(quietUnits))}`);
for (const regression of regressions) console.log(`REGRESSED ${regression}`);
if (regressions.length > 0) process.exitCode = 1;

if (!values.short) {
  const busy: MeterInput = { members, messagesPerSecond: busyRate, durationMs: 20_000 };
  const ours = scale(await meterParley(busy));
  // Its units per message do not depend on the rate, and at 50/s it does not keep up on one machine.
  const theirs = scale(await meterSample({ ...busy, messagesPerSecond: 2 }));
  // At the rate that is compared, connections last as long for both.
  const fair = { ...theirs, connectionMinutes: ours.connectionMinutes, dynamoWrites: ours.dynamoWrites };
  const rows = priceUnits(ours).map(([what, usd], at) => {
    const other = priceUnits(fair)[at]?.[1] ?? Number.NaN;
    return `| ${what} | ${usd.toFixed(2)} | ${other.toFixed(2)} |`;
  });
  const [ourSum, theirSum] = [sumOf(priceUnits(ours)), sumOf(priceUnits(fair))];
  const vendors = priceVendors({ messages: million, members, messagesPerSecond: busyRate });
  console.log(
    [
      `\nUSD for 1,000,000 messages in a room of ${members} at ${busyRate}/s, list prices of ${pricesAsOf}`,
      "",
      "| | Parley | serverless sample |",
      "| --- | ---: | ---: |",
      ...rows,
      `| **sum** | **${ourSum.toFixed(2)}** | **${theirSum.toFixed(2)}** |`,
      "",
      `Parley / sample: ${(ourSum / theirSum).toFixed(3)}`,
      ...vendors.map(([name, usd]) => `${name}: ${usd.toFixed(2)}`),
    ].join("\n"),
  );
  if (!(ourSum / theirSum <= shareMax)) process.exitCode = 1;
  if (values.json !== undefined) {
    const report = { pricesAsOf, quietUnits, ours, sample: fair, ourSum, theirSum, vendors };
    await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
}
