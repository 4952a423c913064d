import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";

/** docs/api-tour.md, its very commands, with the limits that a service has by default. */
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({});
});
afterAll(() => cloud?.stop());

interface Block {
  readonly commands: string;
  /** What the page says that they print, line by line. */
  readonly printed: readonly string[];
}

/** The page's blocks; a comment at a line's beginning is what was printed. */
function readBlocks(page: string): Block[] {
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = ""]) => {
    const lines = text.trimEnd().split("\n");
    return {
      commands: lines.filter((line) => !line.startsWith("#")).join("\n"),
      printed: lines.filter((line) => line.startsWith("# ")).map((line) => line.slice(2)),
    };
  });
}

/** `…` stands for anything. */
function toPattern(line: string): RegExp {
  const parts = line.split(/\s*…\s*/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(parts.join(".*"));
}

const separator = "=== next block ===";

describe("docs/api-tour.md", () => {
  it("leads a newcomer by curl alone to a message that is read, and prints what it says", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/api-tour.md"), "utf8");
    const here = page
      .replace("api=http://localhost:3000/api", `api=${cloud.apiUrl}`)
      .replace("inbox=http://localhost:3002", `inbox=${cloud.inboxUrl}`);
    expect(here).not.toBe(page);
    const blocks = readBlocks(here);
    const script = [
      "set -euo pipefail",
      ...blocks.flatMap(({ commands }) => [commands, `echo; echo '${separator}'`]),
    ];
    const { stdout } = await promisify(execFile)("bash", ["-c", script.join("\n")], { timeout: 60_000 });
    const outputs = stdout.split(separator);
    for (const [index, { printed }] of blocks.entries()) {
      let rest = outputs[index] ?? "";
      for (const line of printed) {
        const local = line.replace("ws://localhost:3001/v1", cloud.websocketUrl);
        const found = toPattern(local).exec(rest);
        expect(found === null ? { block: index, misses: line, rest } : undefined).toBeUndefined();
        rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
      }
    }
    expect(blocks.flatMap(({ printed }) => printed).length).toBeGreaterThan(10);
  });
});
