/** `npm run doctor`: what the local cloud needs of this machine, and how to get what is missing. */
import { checkMachine } from "./doctor/check-machine.ts";

const findings = await checkMachine({ env: process.env });
const marks = { fine: "ok", missing: "MISSING", note: "note" } as const;
for (const { name, state, detail, advice } of findings) {
  process.stdout.write(`  ${name.padEnd(12)} ${marks[state].padEnd(8)} ${detail}\n`);
  if (advice !== undefined) process.stdout.write(`  ${"".padEnd(21)} ${advice}\n`);
}
const missing = findings.filter(({ state }) => state === "missing").length;
process.stdout.write(
  missing === 0 ? "\nNothing is missing: npm start.\n" : `\n${missing} missing; see above.\n`,
);
process.exitCode = missing === 0 ? 0 : 1;
