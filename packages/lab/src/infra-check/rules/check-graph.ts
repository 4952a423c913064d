import { functionsRule } from "./functions.ts";
import { guardRule, migrationRule, opsRule } from "./guards.ts";
import { httpApiRule } from "./http-api.ts";
import { localCloudRule } from "./local-cloud.ts";
import { permissionsRule } from "./permissions.ts";
import { queuesRule } from "./queues.ts";
import type { Rule, RuleInput } from "./rule.ts";
import { schedulesRule } from "./schedules.ts";
import { settingsRule } from "./settings.ts";
import { postgresRule, redisRule, tableRule } from "./stores.ts";
import { webRule } from "./web.ts";
import { websocketApiRule } from "./websocket-api.ts";

const rules: Readonly<Record<string, Rule>> = {
  functions: functionsRule,
  settings: settingsRule,
  local: localCloudRule,
  permissions: permissionsRule,
  websocket: websocketApiRule,
  http: httpApiRule,
  table: tableRule,
  redis: redisRule,
  postgres: postgresRule,
  queues: queuesRule,
  schedules: schedulesRule,
  web: webRule,
  guards: guardRule,
  migration: migrationRule,
  operations: opsRule,
};

export const ruleCount = Object.keys(rules).length;

/** Where a graph and the table of facts differ; empty when they agree. A rule that cannot be applied is a finding. */
export function checkGraph(input: RuleInput): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    try {
      return rule(input).map((finding) => `${name}: ${finding}`);
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
