import { expect, test } from "vitest";
import { createMetricsBook } from "./metrics.ts";

const line = (values: object, metrics: readonly object[], dimensions = ["service", "stage"]) => ({
  service: "message",
  stage: "local",
  ...values,
  _aws: {
    Timestamp: 0,
    CloudWatchMetrics: [{ Namespace: "Parley", Dimensions: [dimensions], Metrics: metrics }],
  },
});

test("what counts becomes a counter, what measures a summary, each with its dimensions for labels", () => {
  const book = createMetricsBook();
  book.take(line({ Calls: 1 }, [{ Name: "Calls", Unit: "Count" }]));
  book.take(line({ Calls: 2 }, [{ Name: "Calls", Unit: "Count" }]));
  book.take(line({ "Posts.gone": 3 }, [{ Name: "Posts.gone", Unit: "Count" }]));
  book.take(line({ DurationMs: [10, 5] }, [{ Name: "DurationMs", Unit: "Milliseconds" }]));
  expect(book.print()).toBe(
    [
      "# TYPE parley_calls_total counter",
      'parley_calls_total{service="message",stage="local"} 3',
      "# TYPE parley_duration_ms summary",
      'parley_duration_ms_sum{service="message",stage="local"} 15',
      'parley_duration_ms_count{service="message",stage="local"} 2',
      "# TYPE parley_posts_gone_total counter",
      'parley_posts_gone_total{service="message",stage="local"} 3',
      "",
    ].join("\n"),
  );
});

test("lines that are no metrics are passed over, and a label cannot break out of its quotes", () => {
  const book = createMetricsBook();
  book.take(undefined);
  book.take({ message: "access" });
  book.take({ _aws: {} });
  expect(book.print()).toBe("");
  book.take(line({ Calls: 1, service: 'a"\n\\b' }, [{ Name: "Calls", Unit: "Count" }], ["service"]));
  expect(book.print()).toContain('{service="a\\"\\n\\\\b"} 1');
});
