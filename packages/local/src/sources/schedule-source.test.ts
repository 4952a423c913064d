import { expect, test, vi } from "vitest";
import { startSchedules } from "./schedule-source.ts";

test("a schedule fires after each period with EventBridge's event, and not after it was stopped", async () => {
  vi.useFakeTimers();
  const invoked: { name: string; event: unknown }[] = [];
  const failures: string[] = [];
  const running = startSchedules(
    {
      invoke: async (name, event) => {
        invoked.push({ name, event });
        return { ok: false, errorType: "Error", errorMessage: "toy", requestId: "1" };
      },
      onFailure: (line) => failures.push(line),
    },
    { minutely: { function: "sweep", everyMs: 60_000 } },
  );
  await vi.advanceTimersByTimeAsync(59_999);
  expect(invoked).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_001);
  expect(invoked).toHaveLength(2);
  expect(invoked[0]).toEqual({
    name: "sweep",
    event: expect.objectContaining({
      "detail-type": "Scheduled Event",
      source: "aws.events",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: ["arn:aws:events:us-east-1:000000000000:rule/minutely"],
    }),
  });
  expect(failures).toEqual(["minutely failed: Error: toy", "minutely failed: Error: toy"]);
  running.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(invoked).toHaveLength(2);
  vi.useRealTimers();
});
