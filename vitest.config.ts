import { defineConfig } from "vitest/config";

const servers = (name: string) => [`packages/lab/src/test-servers/${name}-setup.ts`];
const outside = ["**/node_modules/**", "**/dist/**", "**/.sst/**"];

/** `unit` needs nothing; the others run against real servers on loopback, which they start themselves. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...outside, "**/*.{redis,pg,local,e2e}.test.ts"],
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
          name: "local",
          include: ["**/*.local.test.ts"],
          exclude: outside,
          testTimeout: 60_000,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["**/*.e2e.test.ts"],
          exclude: outside,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
