import type { Machine } from "./describe-machine.ts";
import type { Measurements } from "./measurements.ts";
import type { Judgement } from "./ratio-limits.ts";
import { peerNames } from "./servers/start-peers.ts";
import { median, spread } from "./statistics.ts";

const titles: Readonly<Record<string, string>> = {
  A: "A: two in turn, round trip",
  B: "B: 50 members, 20 messages/s",
  C: "C: 200 members, 20 messages/s",
  D: "D: ceiling of a room of 100",
  E: "E: a large room, 5 messages/s",
  F: "F: history of 50",
  G: "G: resume of 500 events",
  P1: "Posts, 100 members, 1 message/s",
  P50: "Posts, 100 members, 50 messages/s",
};

const shown = new Set([
  "p50Ms",
  "p99Ms",
  "deliveriesPerSecond",
  "framesPerMessage",
  "generatorLoad",
  "hotP50Ms",
  "coldP50Ms",
  "postsPerMessage",
  "invocationsPerMessage",
]);

/** Writes the table of a run in Markdown: medians over the rounds, with the lowest and the highest. */
export function writeTable(found: Measurements): string {
  const columns = Object.values(peerNames);
  const rows = new Map<string, readonly string[]>();
  for (const { scenario, metric } of found.all()) {
    if (!shown.has(metric)) continue;
    const cells = columns.map((peer) => formatCell(found.values(scenario, peer, metric)));
    rows.set(`${titles[scenario] ?? scenario} | ${metric}`, cells);
  }
  const lines = [...rows].map(([head, cells]) => `| ${head} | ${cells.join(" | ")} |`);
  return [
    `| scenario | metric | ${columns.join(" | ")} |`,
    `| --- | --- |${columns.map(() => " ---: |").join("")}`,
    ...lines,
  ].join("\n");
}

export function writeJudgements(judgements: readonly Judgement[]): string {
  return judgements
    .map(({ scenario, metric, against, min, max, value, holds }) => {
      const what = `${scenario} ${metric}${against === undefined ? "" : ` / ${against}`}`;
      const limit = min === undefined ? `at most ${max}` : `at least ${min}`;
      return `${holds ? "holds " : "MISSED"}  ${what.padEnd(44)} ${format(value).padStart(8)}  ${limit}`;
    })
    .join("\n");
}

export function writeMachine({ cpu, cores, memoryGb, kernel, pinned, versions }: Machine): string {
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} cores, ${memoryGb} GB, Linux ${kernel}; ${pinned ? "pinned" : "not pinned"}; ${libraries.join(", ")}`;
}

function formatCell(values: readonly number[]): string {
  if (values.length === 0) return "";
  const [low, high] = spread(values);
  return values.length === 1
    ? format(median(values))
    : `${format(median(values))} (${format(low)}–${format(high)})`;
}

function format(value: number): string {
  if (!Number.isFinite(value)) return "lost";
  if (value >= 1_000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
