/**
 * The private network that Redis lives in, and the functions that speak to it.
 *
 * Functions reach Neon and @connections through a NAT: an EC2 instance per zone by default, which costs a
 * tenth of AWS's own gateway. DynamoDB is reached without it, through a gateway endpoint that is free.
 */
import { cache } from "@parley/topology";
import type { Settings } from "./settings.ts";

export interface Network {
  readonly subnets: $util.Output<string[]>;
  /** Of functions: may call out, takes nothing in. */
  readonly functionsGroup: $util.Output<string>;
  /** Of Redis: takes in what functions send to its port, and nothing else. */
  readonly storesGroup: $util.Output<string>;
  /** Empty with managed gateways. */
  readonly natInstanceIds: $util.Output<string[]>;
}

const anywhere = "0.0.0.0/0";

export function createNetwork(settings: Settings): Network {
  const vpc = new sst.aws.Vpc("Network", {
    az: settings.zones,
    nat: settings.nat,
    transform: {
      // SST lets the whole internet in; the instance is there for the private subnets alone.
      natSecurityGroup: (args) => {
        args.ingress = [allTraffic(vpcCidr)];
        args.egress = [allTraffic(anywhere)];
      },
      natInstance: (args) => {
        args.metadataOptions = { httpTokens: "required" };
      },
    },
  });
  const functionsGroup = new aws.ec2.SecurityGroup("FunctionsGroup", {
    vpcId: vpc.id,
    description: "Functions of Parley: outbound only",
    egress: [allTraffic(anywhere)],
  });
  const storesGroup = new aws.ec2.SecurityGroup("StoresGroup", {
    vpcId: vpc.id,
    description: "Stores of Parley: reached by its functions only",
    // A serverless cache answers reads from replicas on the port after its own.
    ingress: [cache.port, cache.port + 1].map((port) => ({
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      securityGroups: [functionsGroup.id],
    })),
  });
  new aws.ec2.VpcEndpoint("ConnectionsEndpoint", {
    vpcId: vpc.id,
    serviceName: $interpolate`com.amazonaws.${aws.getRegionOutput().region}.dynamodb`,
    vpcEndpointType: "Gateway",
    routeTableIds: idsOf(vpc.nodes.privateRouteTables),
  });
  return {
    subnets: vpc.privateSubnets.apply((ids) => $util.all(ids)),
    functionsGroup: functionsGroup.id,
    storesGroup: storesGroup.id,
    natInstanceIds: idsOf(vpc.nodes.natInstances),
  };
}

/** What SST's network takes: its subnets are cut from it. */
const vpcCidr = "10.0.0.0/16";

function idsOf(resources: $util.Output<{ readonly id: $util.Output<string> }[]>): $util.Output<string[]> {
  return resources.apply((many) => $util.all(many.map(({ id }) => id)));
}

function allTraffic(cidr: string) {
  return { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [cidr] };
}
