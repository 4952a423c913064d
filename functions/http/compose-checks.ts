import type { UserId } from "@parley/protocol";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import type { Chat, ChatClients } from "../edge/compose-chat.ts";
import type { HealthCheck } from "./health-check.ts";

/** Nobody's id: asking for their connections is a read that the function may do, and finds nothing. */
const nobody = "usr_health" as UserId;

/** One check for each store, over the clients and the permissions that the API itself uses. */
export function composeChecks({ redis, database, connections }: Chat & ChatClients): HealthCheck[] {
  const sql = createSqlRunner(database);
  return [
    { name: "redis", run: () => redis.ping() },
    { name: "postgres", run: () => sql.run("ping", "select 1", []) },
    { name: "dynamodb", run: () => connections.listByUser(nobody) },
  ];
}
