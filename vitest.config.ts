import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const servers = (name: string) => [`packages/lab/src/test-servers/${name}-setup.ts`];
const outside = ["**/node_modules/**", "**/dist/**", "**/.sst/**"];

const waitsLong = ({ moduleId }: TestSpecification) => /\/(throttle|storm)\./.test(moduleId);

/** What waits for a minute by the clock begins first, so that the others have it meanwhile. */
class LongestWaitFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    const sorted = await super.sort(files);
    return [...sorted.filter(waitsLong), ...sorted.filter((file) => !waitsLong(file))];
  }
}

/** A file that starts a cloud of its own waits for it more than it works: some more of them than cores. */
const clouds = {
  maxWorkers: 3,
  sequence: { groupOrder: 1 },
  // What a test awaits comes when it comes; on a busy machine that is later than the second that is usual.
  expect: { poll: { timeout: 15_000 } },
} as const;

/** `unit` needs nothing; the others run against real servers on loopback, which they start themselves. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestWaitFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...outside, "**/*.{redis,pg,local,e2e,alone}.test.ts"],
        },
      },
      {
        test: {
          name: "redis",
          include: ["**/*.redis.test.ts"],
          exclude: outside,
          globalSetup: servers("redis"),
        },
      },
      {
        test: {
          name: "pg",
          include: ["**/*.pg.test.ts"],
          exclude: outside,
          globalSetup: servers("postgres"),
        },
      },
      {
        test: {
          ...clouds,
          name: "local",
          include: ["**/*.local.test.ts"],
          exclude: outside,
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          ...clouds,
          name: "e2e",
          include: ["**/*.e2e.test.ts"],
          exclude: outside,
          globalSetup: servers("page"),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // What measures a time: nothing else runs beside it.
        test: {
          name: "alone",
          include: ["**/*.alone.test.ts"],
          exclude: outside,
          testTimeout: 120_000,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
