/** The faults that the console lets happen, so that one can watch what becomes of them. */
import type { GatewayControl, PostgresControl, RedisControl } from "../cloud-types.ts";

export interface FaultDeps {
  readonly gateway: Pick<GatewayControl, "drop" | "loseDisconnects" | "throttle">;
  readonly redis: Pick<RedisControl, "empty">;
  readonly postgres: Pick<PostgresControl, "delay">;
  /** Lets every function's next event meet a cold start. */
  readonly coolDown: () => void;
}

export interface FaultState {
  readonly losesDisconnects: boolean;
  readonly throttles: boolean;
  readonly postgresDelayMs: number;
}

export interface Faults {
  state(): FaultState;
  /** @throws {Error} that says what is wrong with the request, or why it cannot be done here. */
  apply(request: unknown): Promise<void>;
}

/** Slow enough to see, and short of the functions' own time-outs. */
const postgresDelayMs = 800;

export function createFaults(deps: FaultDeps): Faults {
  let state: FaultState = { losesDisconnects: false, throttles: false, postgresDelayMs: 0 };
  return {
    state: () => state,
    apply: async (request) => {
      const { fault, on, connectionId } = readRequest(request);
      switch (fault) {
        case "drop-connection":
          if (!deps.gateway.drop(connectionId)) throw new Error("There is no such connection.");
          return;
        case "lose-disconnects":
          deps.gateway.loseDisconnects(on);
          state = { ...state, losesDisconnects: on };
          return;
        case "throttle":
          deps.gateway.throttle(on);
          state = { ...state, throttles: on };
          return;
        case "slow-postgres":
          deps.postgres.delay(on ? postgresDelayMs : 0);
          state = { ...state, postgresDelayMs: on ? postgresDelayMs : 0 };
          return;
        case "cold-start":
          deps.coolDown();
          return;
        case "empty-redis":
          await deps.redis.empty();
          return;
        default:
          throw new Error("There is no such fault.");
      }
    },
  };
}

function readRequest(request: unknown) {
  const read = (name: string): unknown =>
    typeof request === "object" && request !== null && Object.hasOwn(request, name)
      ? Reflect.get(request, name)
      : undefined;
  return {
    fault: read("fault"),
    on: read("on") === true,
    connectionId: String(read("connectionId") ?? ""),
  };
}
