/** Parley's offline cloud, or the usual serverless sample in the same gateway, as one process. */
import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../../testing/no-limits.ts";
import { sampleGrants } from "./sample/grants.ts";
import { prepareSampleRoot } from "./sample/prepare-root.ts";

/** Of a run that fails, an answer of 500 alone tells nothing; of one that floods, the first errors tell enough. */
const errorsShownMax = 20;
let errorsShown = 0;

const sampleRoot = process.env["BENCH_SAMPLE"] === undefined ? undefined : await prepareSampleRoot();
const cloud = await startCloud({
  environment: {
    ...noLimits,
    ...(process.env["REDIS_URL"] !== undefined && { REDIS_URL: process.env["REDIS_URL"] }),
    ...(process.env["DATABASE_URL"] !== undefined && { DATABASE_URL: process.env["DATABASE_URL"] }),
  },
  // The account's quotas are not what is measured.
  quotas: { requestsPerSecond: 1e6, requestsBurst: 1e6, newConnectionsPerSecond: 1e4 },
  // Large rooms' frames go through a queue; the sample has neither queues nor schedules.
  schedules: sampleRoot === undefined,
  log: (line) => {
    if (line.level !== "error" || errorsShown >= errorsShownMax) return;
    errorsShown += 1;
    process.stderr.write(`${JSON.stringify(line)}\n`);
  },
  ...(sampleRoot !== undefined && { root: sampleRoot, migrate: false, grants: sampleGrants }),
});
const { apiUrl, pageUrl, inboxUrl, websocketUrl } = cloud;
process.send?.({
  apiUrl,
  pageUrl,
  inboxUrl,
  websocketUrl,
  redisUrl: cloud.redis.url,
  databaseUrl: cloud.postgres.url,
});
process.on("disconnect", async () => {
  await cloud.stop();
  process.exit();
});
