/**
 * Who calls: each function by credentials of its own, as Lambda gives it those of its role, or the local cloud
 * itself (and a person at a command line) by the account's, which may do everything.
 */
import { type FunctionName, functions } from "@parley/topology";
import type { Credentials } from "../gateway/sigv4.ts";
import { account } from "../settings/settings.ts";

/** Letters alone: DynamoDB Local refuses an access key with anything else in it. */
export function credentialsOf(name: FunctionName): Credentials {
  const own = `${account.credentials.accessKeyId}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return { accessKeyId: own, secretAccessKey: own, sessionToken: own };
}

const names = Object.keys(functions) as FunctionName[];
const byAccessKey = new Map(names.map((name) => [credentialsOf(name).accessKeyId, name]));

/** The function whose access key that is; undefined for every other. */
export function findFunction(accessKeyId: string): FunctionName | undefined {
  return byAccessKey.get(accessKeyId);
}

/** The credentials that an access key is part of. */
export function findCredentials(accessKeyId: string): Credentials | undefined {
  if (accessKeyId === account.credentials.accessKeyId) return account.credentials;
  const name = findFunction(accessKeyId);
  return name === undefined ? undefined : credentialsOf(name);
}

/** The access key in a signed request's Authorization header. */
export function readAccessKeyId(authorization: string | undefined): string {
  return /Credential=([^/,\s]+)\//.exec(authorization ?? "")?.[1] ?? "";
}
