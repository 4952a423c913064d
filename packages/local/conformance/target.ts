/** What the suite runs against: an API that was given by its address, or the local gateway. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type FunctionName, websocket } from "@parley/topology";
import { systemClock } from "../src/gateway/clock.ts";
import { type Gateway, startGateway } from "../src/gateway/gateway.ts";
import { type GatewayQuotas, gatewayQuotas } from "../src/gateway/quotas.ts";
import type { GatewayRoute } from "../src/gateway/route.ts";
import { onlyCaller } from "../src/iam/callers.ts";
import { type Lambda, startLambda } from "../src/lambda/lambda.ts";
import { account } from "../src/settings/settings.ts";

export interface Target {
  /** With the stage, without a query. */
  readonly url: string;
  readonly callbackUrl: string;
  readonly region: string;
  /** Undefined: the AWS SDK's own chain. */
  readonly credentials: typeof account.credentials | undefined;
  /** A ticket that the authorizer admits. */
  takeTicket(): Promise<string>;
  stop(): Promise<void>;
}

/** Set by `main.ts`; without them the local gateway is tested. */
const { CONFORMANCE_URL, CONFORMANCE_CALLBACK, CONFORMANCE_TICKET_COMMAND, CONFORMANCE_REGION } = process.env;

export const isRemote = CONFORMANCE_URL !== undefined;

/** A route that the API under test must have beside the three of the topology. */
const silent: GatewayRoute = { key: "silent", function: "message", routeResponse: false };

const names: readonly FunctionName[] = ["authorize", "connect", "message", "disconnect"];

/** Opens the API; `quotas` lowers those of the local gateway, and an API in the cloud keeps its own. */
export async function openTarget(quotas: Partial<GatewayQuotas> = {}): Promise<Target> {
  return CONFORMANCE_URL === undefined ? openLocal(quotas) : openRemote(CONFORMANCE_URL);
}

function openRemote(url: string): Target {
  return {
    url,
    callbackUrl: CONFORMANCE_CALLBACK ?? url.replace(/^ws/, "http"),
    region: CONFORMANCE_REGION ?? account.region,
    credentials: undefined,
    takeTicket: async () => {
      if (CONFORMANCE_TICKET_COMMAND === undefined) return "admit";
      const { stdout } = await promisify(execFile)("/bin/sh", ["-c", CONFORMANCE_TICKET_COMMAND]);
      return stdout.trim();
    },
    stop: async () => {},
  };
}

async function openLocal(quotas: Partial<GatewayQuotas>): Promise<Target> {
  const dataDir = await mkdtemp(join(tmpdir(), "parley-conformance-"));
  let callbackUrl = "";
  const lambda: Lambda = await startLambda({
    root: import.meta.dirname,
    dataDir,
    region: account.region,
    accountId: account.id,
    sandboxesMaxOf: () => 4,
    names,
    environmentOf: () => ({
      WEBSOCKET_CALLBACK_URL: callbackUrl,
      AWS_ACCESS_KEY_ID: account.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: account.credentials.secretAccessKey,
      AWS_SESSION_TOKEN: account.credentials.sessionToken,
    }),
    onLog: () => {},
  });
  const gateway: Gateway = await startGateway(
    { invoke: lambda.invoke, clock: systemClock, onFailure: () => {} },
    {
      ...websocket,
      port: 0,
      routes: [...websocket.routes, silent],
      quotas: { ...gatewayQuotas, ...quotas },
      callers: onlyCaller(account.credentials),
      region: account.region,
      accountId: account.id,
    },
  );
  const address = `127.0.0.1:${gateway.port}/${websocket.stage}`;
  callbackUrl = `http://${address}`;
  // A cold start beside a lowered time-out would be what is tested.
  await lambda.initialise();
  return {
    url: `ws://${address}`,
    callbackUrl,
    region: account.region,
    credentials: account.credentials,
    takeTicket: async () => "admit",
    stop: async () => {
      await gateway.stop();
      await lambda.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
