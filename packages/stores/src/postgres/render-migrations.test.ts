import { readFile } from "node:fs/promises";
import { type DrizzleSnapshotJSON, generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import { migrations } from "./migrations/index.ts";
import { embedMigrations } from "./render-migrations.ts";
import * as schema from "./schema/index.ts";

function read(file: string): Promise<string> {
  return readFile(new URL(`migrations/${file}`, import.meta.url), "utf8");
}

describe("the embedded migrations", () => {
  it("leave nothing of the schema out", async () => {
    const journal = JSON.parse(await read("meta/_journal.json")) as { entries: { tag: string }[] };
    const last = String(journal.entries.length - 1).padStart(4, "0");
    const written = JSON.parse(await read(`meta/${last}_snapshot.json`)) as DrizzleSnapshotJSON;
    expect(await generateMigration(written, generateDrizzleJson(schema, written.id))).toEqual([]);
  });

  it("are those that drizzle-kit wrote: run `npm run migrations -w @parley/stores` after a change", async () => {
    const journal = JSON.parse(await read("meta/_journal.json")) as { entries: { tag: string }[] };
    const written = await Promise.all(
      journal.entries.map(async ({ tag }) => ({ tag, sql: await read(`${tag}.sql`) })),
    );
    expect(migrations).toEqual(written);
    expect(await read("index.ts")).toBe(await embedMigrations(read));
  });

  it("hold their SQL to the letter, whatever a template literal would make of it", async () => {
    const sql = "select '`${a}` \\n \\\\'";
    const text = await embedMigrations(async (file) =>
      file.endsWith(".json") ? '{"entries":[{"tag":"0000_x"}]}' : sql,
    );
    const module = (await import(
      `data:text/javascript,${encodeURIComponent(text.replace(/: readonly \{[^=]*=/, " ="))}`
    )) as { migrations: unknown };
    expect(module.migrations).toEqual([{ tag: "0000_x", sql }]);
  });
});
