/** Who may use `@connections`, for the gateway. */
import { websocket } from "@parley/topology";
import type { Credentials } from "../gateway/sigv4.ts";
import { account } from "../settings/settings.ts";
import { findDenial, type Grants } from "./grants.ts";
import { findCredentials } from "./principals.ts";

export interface Callers {
  credentialsOf(accessKeyId: string): Credentials | undefined;
  /** What keeps a caller from a call by that method, in AWS's words; undefined: nothing. */
  denial(accessKeyId: string, method: string): string | undefined;
}

/** One caller, who may do everything. */
export function onlyCaller(credentials: Credentials): Callers {
  return {
    credentialsOf: (accessKeyId) => (accessKeyId === credentials.accessKeyId ? credentials : undefined),
    denial: () => undefined,
  };
}

/**
 * The functions, each by what is granted to it, and the account itself.
 *
 * Source of the refusal: aws/aws-cdk#18410, where DELETE was forgotten. The account's number is masked, and the
 * connection's id not told.
 */
export function createCallers(grants: Grants, onDenied: (reason: string) => void): Callers {
  const action = "execute-api:ManageConnections";
  return {
    credentialsOf: findCredentials,
    denial: (accessKeyId, method) => {
      const masked = `********${account.id.slice(-4)}`;
      const arn = `arn:aws:execute-api:${account.region}:${masked}:local/${websocket.stage}/${method}/@connections/{connectionId}`;
      const denial = findDenial(grants, { accessKeyId, action, on: `sockets/${method}`, arn });
      if (denial === undefined) return undefined;
      onDenied(denial.reason);
      return `User: ${denial.user} is not authorized to perform: ${action} on resource: ${arn}`;
    },
  };
}
