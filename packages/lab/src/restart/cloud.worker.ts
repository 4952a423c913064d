/** An offline cloud in a process of its own, so that it can be killed as a whole; its data is in the directory given. */
import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../testing/no-limits.ts";

const { apiUrl, inboxUrl, postgres } = await startCloud({
  dataDir: process.argv[2] ?? "",
  environment: noLimits,
});
process.send?.({ apiUrl, inboxUrl, databaseUrl: postgres.url });
