import { Pool, type PoolClient, type PoolConfig } from "@neondatabase/serverless";

export type FreshClient = PoolClient;

export interface FreshPoolConfig extends PoolConfig {
  /** A client that rested longer than this is closed instead of being used again. */
  readonly restMsMax: number;
}

type ConnectCallback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/**
 * A pool for a process that is frozen between events.
 *
 * - Timers do not run while a Lambda is frozen, so the age of a resting client is looked at when it is taken:
 *   its socket may have died unnoticed.
 * - A client is given back only when its session is idle. After a time-out it may still be in the middle of
 *   a statement or a transaction, and whoever got it next would run inside of that.
 * - A client that breaks in its borrower's hands says so by an event beside the failed statement; unheard, it
 *   would end the process. It is closed when it is given back.
 */
export class FreshPool extends Pool {
  readonly #restMsMax: number;
  readonly #restingSinceMs = new WeakMap<PoolClient, number>();
  readonly #broken = new WeakSet<PoolClient>();

  constructor({ restMsMax, ...config }: FreshPoolConfig) {
    super(config);
    this.#restMsMax = restMsMax;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | void {
    if (callback === undefined) return this.#takeFresh();
    void this.#callBack(callback);
  }

  /** The callback style is what `Pool.query` itself uses. */
  async #callBack(callback: ConnectCallback): Promise<void> {
    let client: PoolClient;
    try {
      client = await this.#takeFresh();
    } catch (error) {
      callback(error as Error, undefined, () => undefined);
      return;
    }
    callback(undefined, client, (broken) => client.release(broken !== undefined));
  }

  async #takeFresh(): Promise<PoolClient> {
    // Ends: every client is either fresh or gone after this, and a new one has not rested.
    for (;;) {
      const client = await super.connect();
      const sinceMs = this.#restingSinceMs.get(client);
      if (sinceMs === undefined || Date.now() - sinceMs <= this.#restMsMax) return this.#guard(client);
      client.release(true);
    }
  }

  #guard(client: PoolClient): PoolClient {
    const release = client.release;
    const onError = () => void this.#broken.add(client);
    client.on("error", onError);
    client.release = (error?: Error | boolean) => {
      this.#restingSinceMs.set(client, Date.now());
      const broken = this.#broken.has(client) || !isIdle(client);
      release(error ?? broken);
      // One that is closed may still say how it ends; one that rests is listened to by the pool.
      if (!broken) client.off("error", onError);
    };
    return client;
  }
}

/** pg's own flag, which its types leave out: nothing is under way on the client's session. */
function isIdle(client: PoolClient): boolean {
  return "readyForQuery" in client && client.readyForQuery === true;
}
