import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const local = resolve(import.meta.dirname, "..");

/** The numbers that titles of tests in a folder cite. */
async function listCited(folder: string): Promise<Set<string>> {
  const names = (await readdir(join(local, folder))).filter((name) => name.endsWith(".test.ts"));
  const texts = await Promise.all(names.map((name) => readFile(join(local, folder, name), "utf8")));
  const titles = texts.flatMap((text) => text.match(/\btest(?:\.\w+\([^)]*\))*\(\s*"[^\n]*/g) ?? []);
  return new Set(titles.flatMap((title) => title.match(/(?<=\[)GW\d+(?=\])/g) ?? []));
}

test("every line of the table has a test that cites it, where the table says; and no test cites another", async () => {
  const table = await readFile(join(import.meta.dirname, "README.md"), "utf8");
  const rows = table.split("\n").flatMap((row) => {
    const [, line = "", , , where = ""] = row.split("|").map((cell) => cell.trim());
    return /^GW\d+$/.test(line) ? [{ line, where: where.split(", ") }] : [];
  });
  expect(rows.map(({ line }) => line)).toEqual(rows.map((_, index) => `GW${index + 1}`));
  const cited = { here: await listCited("conformance"), inside: await listCited("src/gateway") };
  for (const place of ["here", "inside"] as const) {
    const promised = rows.filter(({ where }) => where.includes(place)).map(({ line }) => line);
    expect({ place, lines: [...cited[place]].toSorted() }).toEqual({ place, lines: promised.toSorted() });
  }
});
