/**
 * The table of facts: what the service is made of, as plain data.
 *
 * Read by `infra/` (which deploys it), by `packages/local` (which runs it on one machine) and by
 * tests, so that cloud and laptop cannot drift apart. It imports nothing.
 */
export * from "./connections-table.ts";
export * from "./environment.ts";
export * from "./functions.ts";
export * from "./http.ts";
export * from "./schedules.ts";
export * from "./websocket.ts";
