/** What the topology grants, enforced: a grant that is missing is missed here, and not only in the cloud. */
import { type FunctionName, type PermissionFacts, permissions } from "@parley/topology";
import { account } from "../settings/settings.ts";
import { findFunction } from "./principals.ts";

/** Of each function, what it may do. */
export type Grants = Readonly<Record<FunctionName, readonly PermissionFacts[]>>;

/** Those of the topology, and of the given functions others. */
export function grantsWith(others: Partial<Grants> = {}): Grants {
  return { ...permissions, ...others };
}

export interface Access {
  readonly accessKeyId: string;
  /** As IAM names it: `dynamodb:Query`. */
  readonly action: string;
  /** As the topology names a resource of ours; another's has no name there. */
  readonly on: string;
  readonly arn: string;
}

/** What AWS calls whoever is refused, and why. */
export interface Denial {
  readonly user: string;
  readonly reason: string;
}

/** Whether a function lacks the grant for what it tries; who is no function lacks none. */
export function findDenial(grants: Grants, { accessKeyId, action, on }: Access): Denial | undefined {
  const name = findFunction(accessKeyId);
  if (name === undefined) return undefined;
  if (grants[name].some((grant) => grant.on === on && grant.actions.includes(action))) return undefined;
  const role = `parley-local-${name}`;
  return {
    user: `arn:aws:sts::${account.id}:assumed-role/${role}/${role}`,
    reason: `${name} may not ${action} on ${on}: packages/topology/src/permissions.ts does not grant it`,
  };
}
