import { parseArgs } from "node:util";
import { openScene } from "./open-scene.ts";
import { type Storm, storms } from "./storms.ts";

/** `npm run storms [-- --only reconnect --seed 1]`: crowds that do one thing at the same moment, each with its figures. */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const chosen: [string, Storm][] = Object.entries(storms).filter(
  ([name]) => values.only === undefined || values.only === name,
);
if (chosen.length === 0) throw new Error(`There is no storm "${values.only}".`);
console.log(`seed ${values.seed}`);
let violationsCount = 0;
for (const [name, { run, limits }] of chosen) {
  const scene = await openScene(limits);
  try {
    const { figures, violations } = await run(scene, Number(values.seed));
    console.log(`${name}: ${JSON.stringify(figures)}`);
    for (const violation of violations.slice(0, 20)) console.error(`  ${violation}`);
    violationsCount += violations.length;
  } finally {
    await scene.stop();
  }
}
console.log(`${chosen.length} storms, ${violationsCount} violations`);
process.exitCode = violationsCount === 0 ? 0 : 1;
