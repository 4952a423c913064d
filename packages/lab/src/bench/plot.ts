/**
 * Draws what a run measured: `node packages/lab/src/bench/plot.ts RUN.json OUT.svg`. One panel for a metric,
 * one bar for a server: the median, with a line from the lowest to the highest round.
 */
import { readFile, writeFile } from "node:fs/promises";
import type { Measurement } from "./measurements.ts";
import { median, spread } from "./statistics.ts";

const panels = [
  { scenario: "A", metric: "p50Ms", title: "A: round trip of two in turn, median ms (less is better)" },
  { scenario: "C", metric: "p99Ms", title: "C: 200 members, 20 messages/s, p99 ms (less is better)" },
  { scenario: "D", metric: "deliveriesPerSecond", title: "D: room of 100, deliveries/s (more is better)" },
  { scenario: "E", metric: "p99Ms", title: "E: room of 2,000, 5 messages/s, p99 ms (less is better)" },
] as const;

const [width, labelWidth, barHeight, panelGap, right] = [760, 150, 22, 46, 110];

interface Bar {
  readonly peer: string;
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

const [, , input = "", output = ""] = process.argv;
const report = JSON.parse(await readFile(input, "utf8")) as { readonly measurements: readonly Measurement[] };
await writeFile(output, drawAll(report.measurements));

function drawAll(measurements: readonly Measurement[]): string {
  let top = 10;
  const drawn = panels.flatMap(({ scenario, metric, title }) => {
    const bars = measurements
      .filter((one) => one.scenario === scenario && one.metric === metric)
      .map(({ peer, values }): Bar => {
        const [low, high] = spread(values);
        return { peer, middle: median(values), low, high };
      });
    if (bars.length === 0) return [];
    const panel = drawPanel(title, bars, top);
    top += panelGap + bars.length * barHeight;
    return [panel];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${drawn.join("\n")}
</svg>
`;
}

function drawPanel(title: string, bars: readonly Bar[], top: number): string {
  const ceiling = Math.max(...bars.map(({ high }) => high));
  const scale = (width - labelWidth - right) / ceiling;
  const x = (value: number) => (labelWidth + value * scale).toFixed(1);
  const rows = bars.map(({ peer, middle, low, high }, at) => {
    const y = top + 24 + at * barHeight;
    const half = y + barHeight / 2 - 3;
    const fill = peer === "Parley" ? "#0b6e4f" : "#9aa5b1";
    return [
      `<text x="${labelWidth - 8}" y="${half + 4}" text-anchor="end">${peer}</text>`,
      `<rect x="${labelWidth}" y="${y}" width="${(Number(x(middle)) - labelWidth).toFixed(1)}" height="${barHeight - 6}" fill="${fill}"/>`,
      `<line x1="${x(low)}" x2="${x(high)}" y1="${half}" y2="${half}" stroke="#111"/>`,
      `<text x="${Number(x(high)) + 6}" y="${half + 4}">${format(middle)}</text>`,
    ].join("");
  });
  return `<text x="8" y="${top + 14}" font-weight="bold">${title}</text>\n${rows.join("\n")}`;
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
