/** The functions of the topology on Lambda, and nothing that the topology does not have. */
import {
  type EnvironmentName,
  type FunctionFacts,
  type FunctionName,
  functions,
  reservedConcurrency,
  runtime,
  schedules,
} from "@parley/topology";
import { type EnvironmentValues, environmentOf } from "./environment.ts";
import type { Network } from "./network.ts";
import { permissionsOf, type Targets } from "./permissions.ts";
import { logicalName, resourceName } from "./resource-name.ts";
import type { Settings } from "./settings.ts";

export interface FunctionsInput {
  readonly settings: Settings;
  /** Absent with `sst dev`, which runs them on this machine. */
  readonly network: Network | undefined;
  readonly targets: Targets;
  readonly values: EnvironmentValues;
  readonly ownerUrl: $util.Input<string>;
}

export type Functions = Readonly<Record<FunctionName, sst.aws.Function>>;

/** Creates one function; the deployment creates `migrate` before the others. */
export function createFunction(name: FunctionName, input: FunctionsInput): sst.aws.Function {
  const { settings } = input;
  const facts: FunctionFacts = functions[name];
  const physicalName = resourceName(settings.stage, name);
  const network = needsNetwork(facts, settings) ? input.network : undefined;
  const logs = new aws.cloudwatch.LogGroup(logicalName(name, "Logs"), {
    name: `/aws/lambda/${physicalName}`,
    retentionInDays: retentionDays[settings.logRetention],
  });
  return new sst.aws.Function(logicalName(name, "Handler"), {
    name: physicalName,
    description: `Parley ${settings.stage}: ${name}`,
    handler: facts.handler,
    runtime: runtime.name,
    architecture: runtime.architecture,
    timeout: `${facts.timeoutMs / 1000} seconds`,
    memory: `${facts.memoryMb} MB`,
    environment: environmentOf(name, input.values, input.ownerUrl),
    logging: { logGroup: logs.name },
    permissions: permissionsOf(name, {
      targets: input.targets,
      functionArn: lambdaArn(physicalName),
      logGroupArn: logs.arn,
      inNetwork: network !== undefined,
      traced: settings.tracing,
    }),
    nodejs: { format: "esm", minify: true, splitting: true },
    ...(network !== undefined && {
      vpc: { privateSubnets: network.subnets, securityGroups: [network.functionsGroup] },
    }),
    ...(settings.reserveConcurrency && { concurrency: { reserved: reservedConcurrency[name] } }),
    // The next round comes by itself; a retry would only run beside it.
    ...(isScheduled(name) && { retries: 0 }),
    transform: {
      role: (args) => {
        args.managedPolicyArns = [];
        // SST lets every principal of the account assume a function's role; only `sst dev` needs that.
        if (settings.local === undefined) {
          args.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
        }
      },
      function: (args) => {
        args.tracingConfig = { mode: settings.tracing ? "Active" : "PassThrough" };
      },
    },
  });
}

/** Redis is in the network, and so is a Postgres that is reached through a proxy of its own. */
function needsNetwork(facts: FunctionFacts, settings: Settings): boolean {
  const uses = (setting: EnvironmentName) => facts.environment.includes(setting);
  const ownProxy = settings.database.kind === "url" && settings.database.wsProxy !== undefined;
  return uses("REDIS_URL") || (ownProxy && uses("DATABASE_URL"));
}

const retentionDays = { "1 week": 7, "1 month": 30, "3 months": 90, "1 year": 365 } as const;

function isScheduled(name: FunctionName): boolean {
  return Object.values(schedules).some((schedule) => schedule.function === name);
}

function lambdaArn(name: string): $util.Output<string> {
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:${aws.getPartitionOutput().partition}:lambda:${region}:${accountId}:function:${name}`;
}
