/** Tells `$disconnect` that a connection has ended: once, and as best effort, as API Gateway does. */
import type { InvokeResult } from "../cloud-types.ts";
import type { Clock } from "./clock.ts";
import type { Connection, Ending } from "./connection.ts";
import { createDisconnectEvent } from "./gateway-event.ts";
import type { GatewayRoute } from "./route.ts";

export interface DisconnectTeller {
  tell(connection: Pick<Connection, "facts" | "authorizer">, ending: Ending): void;
  /** While true, nobody is told. */
  lose(lose: boolean): void;
  /** Resolves when everyone who is being told has been. */
  settled(): Promise<void>;
}

interface DisconnectDeps {
  readonly invoke: (name: GatewayRoute["function"], event: unknown) => Promise<InvokeResult>;
  readonly clock: Pick<Clock, "nowMs">;
}

export function createDisconnectTeller(
  deps: DisconnectDeps,
  options: { readonly route: GatewayRoute | undefined },
): DisconnectTeller {
  const running = new Set<Promise<unknown>>();
  let loses = false;
  return {
    tell: ({ facts, authorizer }, { statusCode, reason }) => {
      if (loses || options.route === undefined) return;
      const event = createDisconnectEvent({
        facts,
        authorizer,
        statusCode,
        reason,
        nowMs: deps.clock.nowMs(),
      });
      // A failure is in the function's own log; the connection is gone whatever it says.
      const told = deps.invoke(options.route.function, event).catch(() => {});
      running.add(told);
      void told.finally(() => running.delete(told));
    },
    lose: (lose) => {
      loses = lose;
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
}
