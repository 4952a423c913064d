/**
 * API Gateway's WebSocket API, on one machine.
 *
 * What it promises is in the tests beside it, line by line; where a behaviour is inferred and not
 * documented, a comment says so at the place.
 */
import type { FunctionName } from "@parley/topology";
import type { CallbackFailure, ConnectionView, GatewayControl, Invoke } from "../cloud-types.ts";
import { keepAliveTimeoutMs, type LoopbackServer, listenOnLoopback } from "../http/loopback-server.ts";
import type { Callers } from "../iam/callers.ts";
import {
  type CallbackDeps,
  type CallbackListenerDeps,
  createCallbackListener,
  createCallbacks,
} from "./callback.ts";
import type { Clock } from "./clock.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createDisconnectTeller } from "./disconnect.ts";
import { createFrameListener } from "./frame.ts";
import { guardFrames } from "./frame-guard.ts";
import { decideHandshake } from "./handshake.ts";
import { createPayloads } from "./payload.ts";
import { createPostReader } from "./post-reader.ts";
import type { GatewayQuotas } from "./quotas.ts";
import { createRouteTable, type GatewayRoute } from "./route.ts";
import { createSigningReader } from "./sigv4.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";
import { createUpgradeListener } from "./upgrade-listener.ts";

export interface GatewayDeps {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly onFailure: (line: string) => void;
  /** Told about every frame, as it comes in and as it is sent. */
  readonly onFrame?: (frame: GatewayFrame) => void;
}

export interface GatewayFrame {
  readonly connectionId: string;
  readonly direction: "in" | "out";
  readonly body: string | Buffer;
}

export interface GatewayOptions {
  readonly port: number;
  readonly stage: string;
  readonly routes: readonly GatewayRoute[];
  readonly routeSelectionExpression: string;
  readonly authorizer: { readonly function: FunctionName; readonly identitySource: string } | undefined;
  readonly quotas: GatewayQuotas;
  readonly callers: Callers;
  readonly region: string;
  readonly accountId: string;
}

export interface Gateway extends GatewayControl {
  readonly port: number;
  counts(): { readonly framesIn: number; readonly framesOut: number };
  /** Breaks what is open and waits for the `$disconnect` of each. */
  stop(): Promise<void>;
}

const apiId = "local";

/** Starts the gateway on loopback. @throws {Error} that names the port, when it is in use. */
export async function startGateway(deps: GatewayDeps, options: GatewayOptions): Promise<Gateway> {
  const { quotas } = options;
  const open = new Map<string, Connection>();
  const counts = { framesIn: 0, framesOut: 0 };
  const routes = createRouteTable(options.routes, options.routeSelectionExpression);
  const requests = createRequestBucket(deps, quotas);
  const newConnections = createConnectionBucket(deps, quotas);
  const integration = { ...deps, integrationTimeoutMs: quotas.integrationTimeoutMs };
  const onFrame = createFrameListener({ ...integration, requests, routes });
  const failures = createFailures();
  const disconnects = createDisconnectTeller(deps, { route: routes.disconnect });
  const connectionDeps = {
    clock: deps.clock,
    quotas,
    onFrame: (from: Connection, body: string) => {
      counts.framesIn += 1;
      deps.onFrame?.({ connectionId: from.facts.connectionId, direction: "in", body });
      onFrame(from, body);
    },
    onSent: ({ facts }: Connection, body: Buffer) =>
      deps.onFrame?.({ connectionId: facts.connectionId, direction: "out", body }),
    onClosing: ({ facts }: Connection) => void open.delete(facts.connectionId),
    onClosed: disconnects.tell,
  };
  const handshake = {
    authorizer: options.authorizer,
    connect: routes.connect,
    quotas,
    apiArn: `arn:aws:execute-api:${options.region}:${options.accountId}:${apiId}`,
  };
  const onUpgrade = createUpgradeListener(
    {
      decide: (request, facts) =>
        decideHandshake({ ...integration, requests, newConnections }, handshake, { request, facts }),
      nowMs: () => deps.clock.nowMs(),
      onFailure: deps.onFailure,
      admit: (socket, stream, facts, { authorizer }) => {
        guardFrames(socket, quotas.frameBytesMax);
        open.set(facts.connectionId, openConnection(connectionDeps, { socket, stream, facts, authorizer }));
      },
      // Inferred: the connection was made, so its end is told.
      onLost: (facts, authorizer) =>
        disconnects.tell({ facts, authorizer }, { statusCode: 1006, reason: "" }),
    },
    { stage: options.stage, apiId, messageBytesMax: quotas.messageBytesMax },
  );
  const callbacks = prepareCallbacks(options, {
    find: (connectionId) => open.get(connectionId),
    requests,
    fails: failures.next,
    onPost: () => (counts.framesOut += 1),
  });
  const server: LoopbackServer = await listenOnLoopback({
    name: "the WebSocket API",
    port: options.port,
    onUpgrade,
    onRequest: createCallbackListener(callbacks, quotas),
    onConnection: createPostReader(callbacks, { ...quotas, stage: options.stage, keepAliveTimeoutMs }),
  });
  return {
    port: server.port,
    counts: () => ({ ...counts }),
    connections: () => [...open.values()].map(viewConnection),
    drop: (connectionId) => {
      const connection = open.get(connectionId);
      connection?.drop();
      return connection !== undefined;
    },
    loseDisconnects: disconnects.lose,
    throttle: requests.refuse,
    failCallbacks: failures.have,
    stop: async () => {
      for (const connection of open.values()) connection.drop();
      await server.stop();
      await disconnects.settled();
    },
  };
}

/** How the next callback is to fail, of which a share can be made to. */
function createFailures(): {
  next(): CallbackFailure | undefined;
  have(share: number, as?: CallbackFailure): void;
} {
  let failing = 0;
  let how: CallbackFailure = "broken";
  return {
    next: () => (failing > 0 && Math.random() < failing ? how : undefined),
    have: (share, as = "broken") => {
      failing = share;
      how = as;
    },
  };
}

function createConnectionBucket(deps: Pick<GatewayDeps, "clock">, quotas: GatewayQuotas): TokenBucket {
  const { newConnectionsPerSecond: perSecond } = quotas;
  return createTokenBucket(deps, { perSecond, burst: perSecond });
}

/** The rate that frames, handshakes and callbacks share, which can be made to be used up. */
function createRequestBucket(
  deps: Pick<GatewayDeps, "clock">,
  { requestsPerSecond, requestsBurst }: GatewayQuotas,
): TokenBucket & { refuse(all: boolean): void } {
  const bucket = createTokenBucket(deps, { perSecond: requestsPerSecond, burst: requestsBurst });
  let refuses = false;
  return {
    take: () => !refuses && bucket.take(),
    refuse: (all) => {
      refuses = all;
    },
  };
}

function viewConnection({ facts, authorizer, lastActiveAtMs }: Connection): ConnectionView {
  return {
    connectionId: facts.connectionId,
    connectedAtMs: facts.connectedAtMs,
    lastActiveAtMs: lastActiveAtMs(),
    sourceIp: facts.sourceIp,
    ...(facts.userAgent === undefined ? {} : { userAgent: facts.userAgent }),
    authorizer: authorizer ?? {},
  };
}

function prepareCallbacks(options: GatewayOptions, deps: Omit<CallbackDeps, "denial">): CallbackListenerDeps {
  const { credentialsOf, denial } = options.callers;
  const signing = { credentialsOf, region: options.region, service: "execute-api", nowMs: () => Date.now() };
  return {
    answer: createCallbacks({ ...deps, denial }, options),
    readSigning: createSigningReader(signing),
    toPayload: createPayloads(),
  };
}
