/** What the offline cloud takes and gives; `cloud.ts` starts it. */
import type { EnvironmentName, FunctionName } from "@parley/topology";
import type { Clock } from "./gateway/clock.ts";
import type { GatewayQuotas } from "./gateway/quotas.ts";
import type { Grants } from "./iam/grants.ts";
import type { AwsEndpoints } from "./servers/aws-services.ts";
import type { QueueDepth } from "./servers/queues.ts";

export type { Clock, GatewayQuotas };

/** One line of the stack's log, as it stands in `.parley/logs/`. */
export interface LogLine {
  readonly atMs: number;
  readonly level: "debug" | "info" | "warn" | "error";
  /** A function's name, `gateway`, `http`, or a server's name. */
  readonly source: string;
  readonly message: string;
  /** What a function logged as JSON, parsed. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Ports on loopback; 0 or absent takes a free one. */
export interface CloudPorts {
  /** The page and `/api`. */
  readonly page?: number;
  readonly websocket?: number;
  readonly inbox?: number;
}

export interface CloudOptions {
  /** Holds data and logs; absent: a fresh temporary directory, removed by `stop`. */
  readonly dataDir?: string;
  readonly ports?: CloudPorts;
  /** Settings that replace what the cloud computes, such as `LIMIT_MESSAGES` or `REDIS_URL`. */
  readonly environment?: Readonly<Partial<Record<EnvironmentName, string>>>;
  /** AWS services that run elsewhere, such as LocalStack; absent: our own. */
  readonly endpoints?: Partial<AwsEndpoints>;
  readonly quotas?: Partial<GatewayQuotas>;
  /** What a function may do instead of what the topology grants it: a test takes a grant away. */
  readonly grants?: Partial<Grants>;
  /** Drives the gateway's timers and rates; absent: real time. */
  readonly clock?: Clock;
  readonly log?: (line: LogLine) => void;
  /** `build` serves `web/dist`, building it first when it is stale; `dev` is Vite; false serves no page. Default false. */
  readonly web?: "build" | "dev" | false;
  /** Sandboxes per function at most, twice as many of `message`; further events wait. Default 4. */
  readonly concurrency?: number;
  /** Rebuild a function when its sources change. Default false. */
  readonly watch?: boolean;
  /** Invoke `migrate` before anything else. Default true. */
  readonly migrate?: boolean;
  /** Run the schedules of the topology and feed its queues to their consumers. Default true. */
  readonly schedules?: boolean;
  /** Directory that the topology's handler paths are relative to. Default: this repository. */
  readonly root?: string;
  /** Told about every server as its state changes. */
  readonly progress?: (step: {
    readonly name: string;
    readonly state: "starting" | "ready";
    readonly tookMs: number;
    readonly detail?: string;
  }) => void;
}

/** What a function answered, as AWS's Invoke API reports it. */
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown; readonly requestId: string }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly requestId: string;
      readonly trace?: readonly string[];
    };

/** Hands an event to a function; one that waits in line until `isWanted` says no is dropped. */
export type Invoke = (name: FunctionName, event: unknown, isWanted?: () => boolean) => Promise<InvokeResult>;

/** Redis under test: killable, and empty when it comes back on the same port. */
export interface RedisControl {
  readonly url: string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
  /** Forgets everything at once, as after a failover to an empty node. */
  empty(): Promise<void>;
}

/** Postgres under test; data survives everything but `--reset`. */
export interface PostgresControl {
  /** Of the role that owns the tables. */
  readonly url: string;
  /** Of the role that reads and writes rows, which all functions but the migrations have. */
  readonly appUrl: string;
  /** SIGSTOP to every process of the server: connections hang. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** SIGQUIT, Postgres' immediate shutdown: connections break, committed data stays. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** What functions send to it arrives so much later. */
  delay(delayMs: number): void;
}

export interface ConnectionView {
  readonly connectionId: string;
  readonly connectedAtMs: number;
  readonly lastActiveAtMs: number;
  readonly sourceIp: string;
  readonly userAgent?: string;
  /** What the authorizer said, every value a string. */
  readonly authorizer: Readonly<Record<string, string>>;
}

export type CallbackFailure = "broken" | "gone";

export interface GatewayControl {
  connections(): readonly ConnectionView[];
  /** Breaks the socket without a close frame, as a lost network does. False when there is none. */
  drop(connectionId: string): boolean;
  /** While true, `$disconnect` is not delivered: API Gateway promises it only as best effort. */
  loseDisconnects(lose: boolean): void;
  /** While true, every request and callback is over the rate. */
  throttle(refuse: boolean): void;
  /** So many of the callbacks (0 to 1) are answered with 500, or as if their connection were gone. */
  failCallbacks(share: number, as?: CallbackFailure): void;
}

export interface Cloud {
  /** Origin of the page; empty path. */
  readonly pageUrl: string;
  /** `pageUrl` with the API's base path. */
  readonly apiUrl: string;
  /** What clients connect to, stage included; the ticket goes into its query. */
  readonly websocketUrl: string;
  /** The inbox of every mail sent; `GET {inboxUrl}/store` answers them as JSON. */
  readonly inboxUrl: string;
  /** Base of `@connections`, stage included. */
  readonly callbackUrl: string;
  /** The settings that functions get, and the SDK's variables beside them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly redis: RedisControl;
  readonly postgres: PostgresControl;
  readonly gateway: GatewayControl;
  invoke(name: FunctionName, event: unknown): Promise<InvokeResult>;
  /** Ends every sandbox of a function at once, whatever it is doing. */
  killSandboxes(name: FunctionName): void;
  /** Gives a function's events less time, after which they time out; undefined: the function's own again. */
  hurrySandboxes(name: FunctionName, timeoutMs: number | undefined): void;
  /** While true, what is read from a queue is handed to its consumer twice, as SQS may. */
  repeatQueueMessages(repeat: boolean): void;
  /** How full each queue is. */
  queueDepths(): Promise<readonly QueueDepth[]>;
  /** The latest lines, oldest first; bounded. */
  logs(): readonly LogLine[];
  /** Stops everything that was started; safe to call twice. */
  stop(): Promise<void>;
}
