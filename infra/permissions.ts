/**
 * What each function's role allows: `topology/permissions` with ARNs, its own log, and what AWS grants
 * only on "*". No policy of AWS's own is attached: those allow more.
 */
import {
  type FunctionName,
  type PermissionFacts,
  type PermissionTarget,
  permissions,
} from "@parley/topology";

export type Targets = Readonly<Record<PermissionTarget, readonly $util.Input<string>[]>>;

export interface PermissionsInput {
  readonly targets: Targets;
  readonly functionArn: $util.Input<string>;
  readonly logGroupArn: $util.Input<string>;
  readonly inNetwork: boolean;
  readonly traced: boolean;
}

/** What Lambda itself needs of a function's role to put it into a network; AWS has nothing finer than "*". */
const networkActions = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];
const tracingActions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];

export function permissionsOf(
  name: FunctionName,
  input: PermissionsInput,
): sst.aws.FunctionArgs["permissions"] {
  const own: readonly PermissionFacts[] = permissions[name];
  return [
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [$interpolate`${input.logGroupArn}:*`],
    },
    ...own.map(({ actions, on }) => ({ actions: [...actions], resources: [...input.targets[on]] })),
    ...(input.inNetwork ? networkStatements(input.functionArn) : []),
    ...(input.traced ? [{ actions: tracingActions, resources: ["*"] }] : []),
  ];
}

/**
 * Lambda may manage network interfaces with the role; the function's own code may not.
 *
 * Source: "Giving Lambda functions access to resources in an Amazon VPC", section on security best practices.
 */
function networkStatements(functionArn: $util.Input<string>) {
  return [
    { actions: networkActions, resources: ["*"] },
    {
      effect: "deny" as const,
      actions: networkActions,
      resources: ["*"],
      conditions: [
        { test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [$util.output(functionArn)] },
      ],
    },
  ];
}
