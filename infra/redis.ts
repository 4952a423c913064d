/** Redis: nodes of ElastiCache's own size, or its serverless cache. TLS and a password in both. */
import { type CacheNodes, cache } from "@parley/topology";
import type { Network } from "./network.ts";
import { resourceName } from "./resource-name.ts";
import type { Settings } from "./settings.ts";

export interface RedisStore {
  /** rediss:// address with the password; a secret. */
  readonly url: $util.Output<string>;
  readonly cluster: boolean;
  /** What the metrics of ElastiCache go by. */
  readonly id: $util.Output<string>;
}

export function createRedis(settings: Settings, network: Network): RedisStore {
  return settings.cache.kind === "serverless"
    ? createServerless(settings.stage, network)
    : createNodes(settings.cache, network);
}

function createNodes({ instance, shards, replicasPerShard }: CacheNodes, network: Network): RedisStore {
  const replicated = replicasPerShard > 0;
  const redis = new sst.aws.Redis("Redis", {
    engine: cache.engine,
    version: cache.version,
    instance,
    cluster: shards > 0 && { nodes: shards },
    parameters: cache.parameters,
    vpc: { subnets: network.subnets, securityGroups: [network.storesGroup] },
    transform: {
      cluster: (args) => {
        args.port = cache.port;
        args.multiAzEnabled = replicated;
        // Everything in Redis can be rebuilt from Postgres and DynamoDB: there is nothing to restore.
        args.snapshotRetentionLimit = 0;
        if (shards > 0) {
          args.replicasPerNodeGroup = replicasPerShard;
        } else {
          args.numCacheClusters = 1 + replicasPerShard;
          args.automaticFailoverEnabled = replicated;
        }
      },
    },
  });
  return {
    url: address({ username: redis.username, password: redis.password, host: redis.host }),
    cluster: shards > 0,
    id: redis.clusterId,
  };
}

function createServerless(stage: string, network: Network): RedisStore {
  const username = resourceName(stage, "functions");
  const password = new random.RandomPassword("RedisPassword", { length: 64, special: false });
  const user = new aws.elasticache.User("RedisUser", {
    userId: username,
    userName: username,
    engine: cache.engine,
    accessString: "on ~* +@all -@admin -@dangerous +info",
    passwords: [password.result],
  });
  const group = new aws.elasticache.UserGroup("RedisUsers", {
    userGroupId: resourceName(stage, "redis"),
    engine: cache.engine,
    userIds: [user.userId],
  });
  const serverless = new aws.elasticache.ServerlessCache("Redis", {
    name: resourceName(stage, "redis"),
    engine: cache.engine,
    majorEngineVersion: cache.serverlessVersion,
    cacheUsageLimits: {
      dataStorage: { maximum: cache.serverless.storageGbMax, unit: "GB" },
      ecpuPerSeconds: [{ maximum: cache.serverless.ecpuPerSecondMax }],
    },
    securityGroupIds: [network.storesGroup],
    subnetIds: network.subnets,
    userGroupId: group.userGroupId,
  });
  const host = serverless.endpoints.apply(([endpoint]) => endpoint?.address ?? "");
  return {
    url: address({ username, password: password.result, host }),
    cluster: true,
    id: serverless.name,
  };
}

interface Address {
  readonly username: $util.Input<string>;
  readonly password: $util.Input<string> | undefined;
  readonly host: $util.Input<string>;
}

function address({ username, password, host }: Address): $util.Output<string> {
  return $util.secret(
    $resolve([username, password ?? "", host] as const).apply(
      ([user, secret, name]) =>
        `rediss://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@${name}:${cache.port}`,
    ),
  );
}
