/** A gateway over handlers that run in the test, and a plain client to talk to it. */
import { randomUUID } from "node:crypto";
import { type FunctionName, websocket } from "@parley/topology";
import { WebSocket } from "ws";
import type { GatewayQuotas, InvokeResult } from "../cloud-types.ts";
import { type Clock, systemClock } from "../gateway/clock.ts";
import { type Gateway, startGateway } from "../gateway/gateway.ts";
import { gatewayQuotas } from "../gateway/quotas.ts";
import type { GatewayRoute } from "../gateway/route.ts";
import { type Callers, onlyCaller } from "../iam/callers.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- an event is whatever the gateway makes of it
export type ToyEvent = any;
export type ToyHandler = (event: ToyEvent) => unknown;

export interface ToyGatewayOptions {
  /** Replace the defaults: an authorizer that allows, handlers that answer 200. */
  readonly handlers?: Partial<Record<FunctionName, ToyHandler>>;
  readonly routes?: readonly GatewayRoute[];
  readonly quotas?: Partial<GatewayQuotas>;
  readonly clock?: Clock;
  /** Absent: `toyCredentials` alone, which may do everything. */
  readonly callers?: Callers;
}

export interface ToyGateway {
  readonly gateway: Gateway;
  /** With a ticket, so that it admits. */
  readonly url: string;
  readonly callbackUrl: string;
  /** Every event of a function, in order. */
  events(name: FunctionName): readonly ToyEvent[];
  /** Resolves with the first event of a function, now or later. */
  firstEvent(name: FunctionName): Promise<ToyEvent>;
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

export const toyCredentials = { accessKeyId: "local", secretAccessKey: "local", sessionToken: "local" };

/** The policy that an authorizer answers with. */
export function allow(event: ToyEvent, context: object = {}, effect = "Allow"): object {
  const statement = { Action: "execute-api:Invoke", Effect: effect, Resource: event.methodArn };
  return {
    principalId: "usr_1",
    policyDocument: { Version: "2012-10-17", Statement: [statement] },
    context,
  };
}

export async function startToyGateway(options: ToyGatewayOptions = {}): Promise<ToyGateway> {
  const recorded: { name: FunctionName; event: ToyEvent }[] = [];
  const failures: string[] = [];
  const watchers = new Set<() => void>();
  const handlers: Partial<Record<FunctionName, ToyHandler>> = {
    authorize: (event) => allow(event),
    ...options.handlers,
  };
  const invoke = async (name: FunctionName, given: unknown): Promise<InvokeResult> => {
    const event: ToyEvent = JSON.parse(JSON.stringify(given));
    recorded.push({ name, event });
    for (const watcher of watchers) watcher();
    const requestId = randomUUID();
    try {
      const answer = await (handlers[name] ?? (() => ({ statusCode: 200 })))(event);
      return { ok: true, payload: JSON.parse(JSON.stringify(answer ?? null)), requestId };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { ok: false, errorType, errorMessage, requestId };
    }
  };
  const gateway = await startGateway(
    { invoke, clock: options.clock ?? systemClock, onFailure: (line) => failures.push(line) },
    {
      ...websocket,
      port: 0,
      routes: options.routes ?? websocket.routes,
      quotas: { ...gatewayQuotas, ...options.quotas },
      callers: options.callers ?? onlyCaller(toyCredentials),
      region: "us-east-1",
      accountId: "000000000000",
    },
  );
  const address = `127.0.0.1:${gateway.port}/${websocket.stage}`;
  const events = (name: FunctionName) =>
    recorded.filter((entry) => entry.name === name).map((entry) => entry.event);
  return {
    gateway,
    url: `ws://${address}?ticket=toy`,
    callbackUrl: `http://${address}`,
    events,
    firstEvent: (name) =>
      new Promise((resolve) => {
        const look = () => {
          const [first] = events(name);
          if (first !== undefined) resolve(first);
        };
        watchers.add(look);
        look();
      }),
    failures,
    stop: () => gateway.stop(),
  };
}

export interface ToyClient {
  readonly socket: WebSocket;
  /** The next text frame, parsed where it is JSON. */
  next(): Promise<ToyEvent>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Connects. @throws {HandshakeRefusal} with the status that refused the handshake. */
export async function connectToy(url: string, options: ConnectOptions = {}): Promise<ToyClient> {
  const socket = new WebSocket(url, options.protocols ?? [], {
    headers: options.headers ?? {},
    ...(options.userAgent === undefined ? {} : { headers: { "User-Agent": options.userAgent } }),
  });
  const frames: string[] = [];
  const waiting: ((frame: string) => void)[] = [];
  socket.on("message", (data) => {
    const text = String(data);
    const next = waiting.shift();
    if (next === undefined) frames.push(text);
    else next(text);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
    socket.once("unexpected-response", (request, response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => {
        reject(new HandshakeRefusal(response.statusCode ?? 0, body));
        request.destroy();
      });
    });
  });
  socket.on("error", () => {});
  const nextText = () => {
    const frame = frames.shift();
    return frame === undefined
      ? new Promise<string>((resolve) => waiting.push(resolve))
      : Promise.resolve(frame);
  };
  return { socket, closed, next: async () => parse(await nextText()) };
}

interface ConnectOptions {
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
  readonly userAgent?: string;
}

export class HandshakeRefusal extends Error {
  readonly status: number;

  readonly body: string;

  constructor(status: number, body: string) {
    super(`The handshake was refused with ${status}.`);
    this.status = status;
    this.body = body;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
