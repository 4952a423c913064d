import { cache, connectionsTable, postgres } from "@parley/topology";
import { ofType, theOne } from "../graph/graph.ts";
import { expectSame, expectSameSet, type Rule, textAt, valueAt } from "./rule.ts";

/** The table of connections has the topology's keys, indexes and time to live. */
export const tableRule: Rule = ({ graph }) => {
  const table = theOne(graph, "aws:dynamodb/table:Table");
  const indexes = (valueAt(table, "globalSecondaryIndexes") ?? []) as Record<string, string>[];
  return [
    ...expectSame(
      "The table's keys",
      [valueAt(table, "hashKey"), valueAt(table, "rangeKey")],
      [connectionsTable.partitionKey, connectionsTable.sortKey],
    ),
    ...expectSame("The table's time to live", valueAt(table, "ttl"), {
      attributeName: connectionsTable.ttlAttribute,
      enabled: true,
    }),
    ...expectSameSet(
      "The table's indexes",
      indexes.map(({ name, hashKey, rangeKey }) => `${name}: ${hashKey}, ${rangeKey}`),
      Object.entries(connectionsTable.indexes).map(
        ([name, key]) => `${name}: ${key.partitionKey}, ${key.sortKey}`,
      ),
    ),
  ];
};

/** Redis takes connections from the functions alone, with TLS and a password. */
export const redisRule: Rule = ({ graph, settings }) => {
  if (graph.live) return [];
  const groups = ofType(graph, "aws:ec2/securityGroup:SecurityGroup");
  const stores = groups.find(({ name }) => name === "StoresGroup");
  const ingress = (stores?.inputs["ingress"] ?? []) as {
    securityGroups?: string[];
    cidrBlocks?: string[];
    fromPort: number;
  }[];
  const guarded = [
    ...expectSameSet(
      "Who reaches Redis",
      ingress.flatMap(({ securityGroups = [], cidrBlocks = [] }) => [...securityGroups, ...cidrBlocks]),
      ["FunctionsGroup-id", "FunctionsGroup-id"],
    ),
    ...expectSame(
      "The ports of Redis",
      ingress.map(({ fromPort }) => fromPort),
      [cache.port, cache.port + 1],
    ),
    ...groups.flatMap((group) => findOpenIngress(group.name, valueAt(group, "ingress"))),
  ];
  if (settings.cache.kind === "serverless") {
    const serverless = theOne(graph, "aws:elasticache/serverlessCache:ServerlessCache");
    return [
      ...guarded,
      ...expectSame("Redis asks for a password", textAt(serverless, "userGroupId") !== "", true),
      ...expectSame("The group of Redis", valueAt(serverless, "securityGroupIds"), ["StoresGroup-id"]),
    ];
  }
  const { shards, replicasPerShard, instance } = settings.cache;
  const cluster = theOne(graph, "aws:elasticache/replicationGroup:ReplicationGroup");
  const parameters = valueAt(theOne(graph, "aws:elasticache/parameterGroup:ParameterGroup"), "parameters");
  const nodes =
    shards === 0 ? valueAt(cluster, "numCacheClusters") : valueAt(cluster, "replicasPerNodeGroup");
  return [
    ...guarded,
    ...expectSame("Redis speaks TLS", valueAt(cluster, "transitEncryptionEnabled"), true),
    ...expectSame("Redis is encrypted at rest", valueAt(cluster, "atRestEncryptionEnabled"), true),
    ...expectSame("Redis asks for a password", textAt(cluster, "authToken").length >= 32, true),
    ...expectSame("The group of Redis", valueAt(cluster, "securityGroupIds"), ["StoresGroup-id"]),
    ...expectSame("The node of Redis", textAt(cluster, "nodeType"), `cache.${instance}`),
    ...expectSame(
      "The shards of Redis",
      valueAt(cluster, "numNodeGroups"),
      shards === 0 ? undefined : shards,
    ),
    ...expectSame("The nodes of Redis", nodes, shards === 0 ? 1 + replicasPerShard : replicasPerShard),
    ...Object.entries(cache.parameters).flatMap(([name, value]) =>
      expectSame(
        `Redis' ${name}`,
        (parameters as { name: string; value: string }[]).find((one) => one.name === name)?.value,
        value,
      ),
    ),
  ];
};

function findOpenIngress(name: string, ingress: unknown): string[] {
  const rules = (Array.isArray(ingress) ? ingress : []) as { cidrBlocks?: string[] }[];
  const open = rules.some(({ cidrBlocks = [] }) => cidrBlocks.includes("0.0.0.0/0"));
  return open ? [`${name} lets the whole internet in.`] : [];
}

/** Neon: a branch of the stage's own name, two roles, the owner apart. */
export const postgresRule: Rule = ({ graph, settings }) => {
  const branches = ofType(graph, "neon:index/branch:Branch");
  if (graph.live || settings.database.kind === "url")
    return expectSame("Branches of Neon", branches.length, 0);
  return [
    ...expectSame(
      "The branch",
      branches.map((branch) => textAt(branch, "name")),
      [settings.stage],
    ),
    ...expectSameSet(
      "The roles",
      ofType(graph, "neon:index/role:Role").map((role) => textAt(role, "name")),
      Object.values(postgres.roles),
    ),
    ...expectSame(
      "The owner of the tables",
      textAt(theOne(graph, "neon:index/database:Database"), "ownerName"),
      postgres.roles.owner,
    ),
    ...expectSame(
      "Projects made",
      ofType(graph, "neon:index/project:Project").length,
      settings.database.projectId === undefined ? 1 : 0,
    ),
  ];
};
