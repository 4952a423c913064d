import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { mapConcurrently } from "../bench/servers/peer.ts";
import { describeGuards } from "./guards/describe-guards.ts";
import type { Guard } from "./guards/guard.ts";
import { guards } from "./guards/guards.ts";
import { passesInCopy } from "./run-copied-test.ts";
import { ScratchCopy } from "./scratch-copy.ts";

/**
 * `npm run guards [-- --only SEC7 --from 21 --to 40 --lanes 2]`: takes each guard out of a copy of the sources and
 * runs the test that is to notice, in so many copies at once. Fails when one does not, or when it fails with the
 * guard in its place. With `--write` it writes `docs/guards.md` instead.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    from: { type: "string", default: "1" },
    to: { type: "string", default: String(guards.length) },
    lanes: { type: "string", default: "2" },
    write: { type: "boolean" },
  },
});
const root = resolve(import.meta.dirname, "../../../..");
const chosen = guards
  .slice(Number(values.from) - 1, Number(values.to))
  .filter(({ line }) => values.only === undefined || line === values.only);
const standing = new Map<string, Promise<boolean>>();
const startedMs = performance.now();

/** On a busy machine a test may run out of time once, or see no difference between two times. */
const triesMax = 2;

async function stands(copy: ScratchCopy, { test }: Guard): Promise<boolean> {
  for (let tried = 0; tried < triesMax; tried += 1) {
    if (await passesInCopy(root, copy, test)) return true;
  }
  return false;
}

async function isNoticed(copy: ScratchCopy, guard: Guard): Promise<boolean> {
  const path = join(copy.path, guard.file);
  const whole = readFileSync(path, "utf8");
  try {
    writeFileSync(
      path,
      whole.replace(guard.code, () => guard.without),
    );
    for (let tried = 0; tried < triesMax; tried += 1) {
      if (!(await passesInCopy(root, copy, guard.test))) return true;
    }
    return false;
  } finally {
    writeFileSync(path, whole);
  }
}

/** Whether all is well; a test that several guards have is tried once as it is. */
async function check(copy: ScratchCopy, guard: Guard): Promise<boolean> {
  const begunMs = performance.now();
  const key = guard.test.join(" ");
  const asItIs = standing.get(key) ?? stands(copy, guard);
  standing.set(key, asItIs);
  const judge = async () => {
    if (!(await asItIs)) return "the test fails as it is";
    return (await isNoticed(copy, guard)) ? "noticed" : "NOT NOTICED";
  };
  const verdict = await judge().catch(String);
  const seconds = ((performance.now() - begunMs) / 1_000).toFixed(0);
  const [file, title] = guard.test;
  console.log(`${guard.line}  ${guard.file}: ${verdict} in ${seconds} s (${file} "${title}")`);
  return verdict === "noticed";
}

async function checkAll(): Promise<number> {
  const copies = Array.from({ length: Number(values.lanes) }, () => new ScratchCopy(root));
  const idle = [...copies];
  let faults = 0;
  try {
    await mapConcurrently(chosen.length, copies.length, async (at) => {
      const copy = idle.pop() as ScratchCopy;
      if (!(await check(copy, chosen[at] as Guard))) faults += 1;
      idle.push(copy);
    });
  } finally {
    for (const copy of copies) copy.remove();
  }
  return faults;
}

if (values.write) {
  writeFileSync(join(root, "docs/guards.md"), describeGuards(guards));
} else {
  const faults = await checkAll();
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
  console.log(`${chosen.length} guards, ${faults} faults, in ${seconds} s`);
  process.exitCode = faults === 0 ? 0 : 1;
}
