/**
 * The operations stack (dashboard and alarms), shipped in the same deployment as a CloudFormation stack.
 *
 * It is written with aws-cdk-lib, whose assertions and linters check it without an account. What is known
 * only once the resources exist goes in as the template's parameters.
 */
import type { Network } from "./network.ts";
import { describeOps, type OpsParameters } from "./ops/describe-ops.ts";
import { synthOps } from "./ops/synth-ops.ts";
import type { Queues } from "./queue.ts";
import type { RedisStore } from "./redis.ts";
import { resourceName } from "./resource-name.ts";
import type { Settings } from "./settings.ts";

export interface OpsInput {
  readonly settings: Settings;
  readonly websocketApiId: $util.Output<string>;
  readonly httpApiId: $util.Output<string>;
  readonly connections: sst.aws.Dynamo;
  readonly queues: Queues;
  readonly redis: RedisStore | undefined;
  readonly network: Network | undefined;
}

export function createOps(input: OpsInput): void {
  const { settings, queues } = input;
  const facts = describeOps(settings, queues.deadLetters.length);
  const parameters: Record<keyof OpsParameters, $util.Output<string>> = {
    WebsocketApiId: input.websocketApiId,
    HttpApiId: input.httpApiId,
    ConnectionsTable: input.connections.nodes.table.name,
    RedisId: input.redis?.id ?? $util.output("none"),
  };
  const lists: Record<string, $util.Output<string>> = {};
  for (const [index, queue] of Object.values(queues.byName).entries()) {
    lists[`Queue${index}`] = queue.nodes.queue.name;
  }
  for (const [index, queue] of queues.deadLetters.entries()) {
    lists[`DeadLetters${index}`] = queue.nodes.queue.name;
  }
  for (let index = 0; index < facts.natInstances; index += 1) {
    const ids = input.network?.natInstanceIds ?? $util.output<string[]>([]);
    lists[`NatInstance${index}`] = ids.apply((all) => all[index] ?? "none");
  }
  new aws.cloudformation.Stack("Ops", {
    name: resourceName(settings.stage, "ops"),
    templateBody: synthOps(facts).then((template) => JSON.stringify(template)),
    parameters: { ...parameters, ...lists },
    onFailure: "ROLLBACK",
  });
}
