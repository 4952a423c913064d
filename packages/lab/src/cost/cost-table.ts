import { type StageFacts, stages } from "@parley/topology";
import { loads } from "./loads.ts";
import { monthlyCost, sumOf } from "./monthly-cost.ts";

const large = { kind: "nodes", instance: "r7g.large", shards: 0, replicasPerShard: 1 } as const;

/** What each load is run on: production's facts, with the cache that it takes. */
export function stageFor(load: string): StageFacts {
  if (load === "a community of 10,000") return { ...stages.production, cache: large, nat: "managed" };
  return load === "idle" ? stages.staging : stages.production;
}

const dollars = (usd: number) => (usd < 0.005 ? "0" : usd.toFixed(2));

/** The table of `docs/deploy.md`, in Markdown. */
export function costTable(): string {
  const columns = loads.map((load) => monthlyCost(stageFor(load.name), load));
  const rows = (columns[0] ?? []).map(([what], row) =>
    [what].concat(columns.map((lines) => dollars(lines[row]?.[1] ?? 0))),
  );
  const sums = ["**USD a month**", ...columns.map((lines) => `**${dollars(sumOf(lines))}**`)];
  const header = ["", ...loads.map(({ name }) => name)];
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows, sums].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
