/** The functions' metrics, added up from the lines that they write for CloudWatch, as Prometheus reads them. */

/**
 * A line in the embedded metric format. Source: "Specification: CloudWatch embedded metric format",
 * Amazon CloudWatch user guide.
 */
interface EmbeddedMetrics {
  readonly CloudWatchMetrics?: readonly {
    readonly Namespace?: string;
    readonly Dimensions?: readonly (readonly string[])[];
    readonly Metrics?: readonly { readonly Name?: string; readonly Unit?: string }[];
  }[];
}

export interface MetricsBook {
  /** Takes a function's line that was parsed; others than metrics are passed over. */
  take(fields: Readonly<Record<string, unknown>> | undefined): void;
  /** Everything since the start, in Prometheus' text format. */
  print(): string;
}

interface Series {
  readonly name: string;
  readonly labels: string;
  readonly counts: boolean;
  sum: number;
  samples: number;
}

/** A name that grows without end (a metric per person, say) must not take the memory. */
const seriesMax = 2_000;

export function createMetricsBook(): MetricsBook {
  const series = new Map<string, Series>();
  return {
    take: (fields) => {
      const directive = fields?.["_aws"] as EmbeddedMetrics | undefined;
      for (const { Namespace = "", Dimensions = [], Metrics = [] } of directive?.CloudWatchMetrics ?? []) {
        // Every name is in every set of ours; the widest tells the series apart.
        const names = Dimensions.toSorted((a, b) => b.length - a.length)[0] ?? [];
        const labels = names
          .map((name) => `${toName(name)}="${escape(String(fields?.[name] ?? ""))}"`)
          .join(",");
        for (const { Name = "", Unit } of Metrics) {
          const name = toName(`${Namespace}_${Name}`);
          const key = `${name}{${labels}}`;
          const known = series.get(key) ?? { name, labels, counts: Unit === "Count", sum: 0, samples: 0 };
          if (!series.has(key) && series.size >= seriesMax) continue;
          for (const value of [fields?.[Name]].flat()) {
            if (typeof value !== "number") continue;
            known.sum += value;
            known.samples += 1;
          }
          series.set(key, known);
        }
      }
    },
    print: () => {
      const byName = Map.groupBy(series.values(), ({ name }) => name);
      const parts = [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(printMetric);
      return parts.join("");
    },
  };
}

/** What counts is a counter; what measures is a summary without quantiles. */
function printMetric([name, all]: [string, Series[]]): string {
  const isCounter = all.every(({ counts }) => counts);
  const lines = [`# TYPE ${isCounter ? `${name}_total` : name} ${isCounter ? "counter" : "summary"}`];
  for (const { labels, sum, samples } of all) {
    const set = labels === "" ? "" : `{${labels}}`;
    if (isCounter) lines.push(`${name}_total${set} ${sum}`);
    else lines.push(`${name}_sum${set} ${sum}`, `${name}_count${set} ${samples}`);
  }
  return `${lines.join("\n")}\n`;
}

/** `Parley` and `Posts.gone` as `parley_posts_gone`, `DurationMs` as `duration_ms`. */
function toName(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

const escape = (text: string) => text.replace(/["\\\n]/g, (sign) => (sign === "\n" ? "\\n" : `\\${sign}`));
