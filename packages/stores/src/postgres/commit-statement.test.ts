import { expect, it } from "vitest";
import { type CommitInput, writeCommit } from "./commit-statement.ts";
import type { Projection } from "./project-events.ts";

const partNames = [
  "created",
  "changed",
  "reactionsAdded",
  "reactionsRemoved",
  "joined",
  "left",
] as const satisfies readonly (keyof Projection)[];

/** A batch with the parts whose bits are set; the highest stands for the room's facts. */
function batch(bits: number, tag: string): CommitInput {
  const rowsOf = (at: number) => ((bits >> at) & 1 ? [{ tag, at }] : []);
  return {
    room: "rom_1",
    beforeSeq: 6,
    headSeq: 7,
    events: [{ tag }],
    projection: {
      ...Object.fromEntries(partNames.map((name, at) => [name, rowsOf(at)])),
      room: { active_at: null, facts: bits >> partNames.length ? { tag } : null },
    } as unknown as Projection,
  };
}

it("the group commit is one statement with the parts that the batch needs, and a name for each", () => {
  const texts = new Map<string, string>();
  for (let bits = 0; bits < 2 ** (partNames.length + 1); bits += 1) {
    const { name, text, values } = writeCommit(batch(bits, "a"));
    expect(texts.has(name)).toBe(false);
    texts.set(name, text);
    expect(writeCommit(batch(bits, "b"))).toMatchObject({ name, text });
    for (const [at, part] of partNames.entries())
      expect(text.includes(`"${part}" as (`)).toBe(((bits >> at) & 1) === 1);
    const used = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
    expect(new Set(used)).toEqual(new Set(values.map((_, at) => at + 1)));
    // Longer names of prepared statements are cut off.
    expect(name.length).toBeLessThanOrEqual(63);
  }
});
