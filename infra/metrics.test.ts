import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { metrics } from "@parley/topology";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../functions");
const { namespace, calls, durationMs, refusals, posts } = metrics;

describe("the metrics that alarms watch", () => {
  it.each([namespace, calls, durationMs, refusals, posts.delivered.split(".")[0] ?? ""])(
    "are published by the functions: %s",
    async (name) => {
      const files = (await readdir(folder, { recursive: true })).filter(
        (file) => file.endsWith(".ts") && !file.includes("node_modules") && !file.endsWith(".test.ts"),
      );
      const sources = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
      const named = new RegExp(`["\`]${name}["\`.]|metrics\\.(namespace|calls|durationMs|refusals|posts)`);
      expect(sources.some((source) => named.test(source))).toBe(true);
    },
  );
});
