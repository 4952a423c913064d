import { neonConfig } from "@neondatabase/serverless";
import { type FreshClient, FreshPool } from "./fresh-pool.ts";
import { TickSocket } from "./tick-socket.ts";

export interface DatabaseSettings {
  /** postgres:// address. */
  readonly url: string;
  /** host:port/path of a WebSocket-to-Postgres proxy spoken to without TLS; empty for Neon's own. */
  readonly wsProxy?: string;
  /** Clients at most. Default 2: a sandbox handles one event at a time. */
  readonly clientsMax?: number;
  /** How long a connection may take to come about. Default 3 s. */
  readonly connectTimeoutMs?: number;
  /** How long a statement may take. Default 5 s. */
  readonly statementTimeoutMs?: number;
  /** After this long a rested client is not trusted any more. Default 30 s. */
  readonly restMsMax?: number;
}

/** The one way to Postgres: Neon's driver, which speaks to any Postgres through a proxy. */
export interface Database {
  readonly pool: FreshPool;
  /** Lends a client for statements that must share a session, such as a migration's transaction. */
  withClient<T>(use: (client: FreshClient) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/**
 * Opens the database; nothing is connected before the first statement. Errors are the driver's own: run
 * statements in `withRetry` or `mapOutage` to have an outage thrown as `ChatError("unavailable")`.
 */
export function openDatabase(settings: DatabaseSettings): Database {
  useTickSocket();
  if (settings.wsProxy) useProxy(settings.wsProxy);
  const pool = new FreshPool({
    connectionString: settings.url,
    max: settings.clientsMax ?? 2,
    connectionTimeoutMillis: settings.connectTimeoutMs ?? 3_000,
    query_timeout: settings.statementTimeoutMs ?? 5_000,
    restMsMax: settings.restMsMax ?? 30_000,
  });
  // A client that breaks while it rests is dropped by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  return {
    pool,
    withClient: async (use) => {
      const client = await pool.connect();
      try {
        return await use(client);
      } finally {
        client.release();
      }
    },
    end: () => pool.end(),
  };
}

/** The driver's own way to join writes waits for a timer: a millisecond for every statement. */
function useTickSocket(): void {
  neonConfig.webSocketConstructor = TickSocket;
  neonConfig.coalesceWrites = false;
}

/** Neon's settings are global to the process, and so is the proxy. */
function useProxy(address: string): void {
  neonConfig.wsProxy = () => address;
  neonConfig.useSecureWebSocket = false;
  // Sending the password before it is asked for works only where the server wants it in clear text.
  neonConfig.pipelineConnect = false;
}
