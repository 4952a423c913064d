/**
 * Postgres: a branch of a Neon project, or any address that was given as a secret.
 *
 * A project's own default branch stays empty for ever. Each stage, production too, branches off it, so
 * that no stage ever begins with a copy of another's people and messages.
 */
import { postgres } from "@parley/topology";
import { resourceName } from "./resource-name.ts";
import type { NeonDatabase, Settings } from "./settings.ts";

export interface PostgresStore {
  /** postgres:// address of the role that reads and writes rows; a secret. */
  readonly appUrl: $util.Output<string>;
  /** postgres:// address of the role that owns the tables; a secret. */
  readonly ownerUrl: $util.Output<string>;
  readonly wsProxy: string;
}

export function createPostgres(settings: Settings): PostgresStore {
  const { database } = settings;
  if (database.kind === "neon") return createNeon(settings, database);
  const app = new sst.Secret("DatabaseUrl");
  // Where one role does all, it is given once.
  const owner = new sst.Secret("DatabaseOwnerUrl", app.value);
  return { appUrl: app.value, ownerUrl: owner.value, wsProxy: database.wsProxy ?? "" };
}

function createNeon(settings: Settings, database: NeonDatabase): PostgresStore {
  const projectId = database.projectId ?? createProject(settings, database);
  const options = { protect: settings.guarded, retainOnDelete: settings.guarded };
  const branch = new neon.Branch("Database", { projectId, name: settings.stage }, options);
  const endpoint = new neon.Endpoint("DatabaseEndpoint", {
    projectId,
    branchId: branch.id,
    type: "read_write",
    autoscalingLimitMinCu: postgres.computeUnits.min,
    autoscalingLimitMaxCu: postgres.computeUnits.max,
  });
  const role = (name: string) =>
    new neon.Role(
      name === postgres.roles.owner ? "DatabaseOwner" : "DatabaseApp",
      { projectId, branchId: branch.id, name },
      { dependsOn: [endpoint], retainOnDelete: settings.guarded },
    );
  const owner = role(postgres.roles.owner);
  const app = role(postgres.roles.app);
  const kept = new neon.Database(
    "DatabaseSchema",
    { projectId, branchId: branch.id, name: postgres.database, ownerName: owner.name },
    { retainOnDelete: settings.guarded },
  );
  const url = (user: neon.Role, host: $util.Output<string>) =>
    $util.secret($interpolate`postgres://${user.name}:${user.password}@${host}/${kept.name}?sslmode=require`);
  return { appUrl: url(app, endpoint.host.apply(pooled)), ownerUrl: url(owner, endpoint.host), wsProxy: "" };
}

function createProject(settings: Settings, { region, orgId }: NeonDatabase): $util.Output<string> {
  const project = new neon.Project(
    "DatabaseProject",
    {
      name: resourceName(settings.stage, "postgres"),
      pgVersion: postgres.version,
      regionId: region ?? $interpolate`aws-${aws.getRegionOutput().region}`,
      // Six hours is what Neon's free plan allows; its default is more and would be refused there.
      historyRetentionSeconds: 6 * 60 * 60,
      ...(orgId !== undefined && { orgId }),
    },
    { protect: settings.guarded, retainOnDelete: settings.guarded },
  );
  return project.id;
}

/** Neon's pooler answers under the endpoint's name with `-pooler` at the end of its first label. */
function pooled(host: string): string {
  return host.replace(/^[^.]+/, "$&-pooler");
}
