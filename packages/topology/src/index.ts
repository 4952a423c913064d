/**
 * The table of facts: what the service is made of, as plain data.
 *
 * Read by `infra/` (which deploys it), by `packages/local` (which runs it on one machine) and by
 * tests, so that cloud and laptop cannot drift apart. It imports nothing.
 */
export * from "./alarms.ts";
export * from "./bundles.ts";
export * from "./cache.ts";
export * from "./capacity.ts";
export * from "./connections-table.ts";
export * from "./edge-headers.ts";
export * from "./environment.ts";
export * from "./functions.ts";
export * from "./http.ts";
export * from "./metrics.ts";
export * from "./permissions.ts";
export * from "./postgres.ts";
export * from "./queues.ts";
export * from "./runtime.ts";
export * from "./schedules.ts";
export * from "./stages.ts";
export * from "./throttling.ts";
export * from "./web-headers.ts";
export * from "./websocket.ts";
