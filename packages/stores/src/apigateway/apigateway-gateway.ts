import type { SecureContextOptions } from "node:tls";
import type { Gateway, PostOutcome } from "@parley/chat/delivery/gateway";
import { readCredentials, readRegion } from "./aws-credentials.ts";
import type { ConnectionCloser } from "./connection-closer.ts";
import { openOrigin } from "./gateway-origin.ts";
import { createPostSigner, type PostSigner } from "./post-signer.ts";
import { SocketPool } from "./socket-pool.ts";

/** Replace what suits the cloud; for tests and benchmarks. */
export interface GatewayTuning {
  /** More than `deliverFrames` has under way at once, so that a second caller need not wait. */
  readonly socketsMax?: number;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  /** Certificates to trust beside or instead of Node's own. */
  readonly secure?: SecureContextOptions;
}

const defaults = { socketsMax: 128, connectTimeoutMs: 1_000, requestTimeoutMs: 3_000, idleTimeoutMs: 20_000 };

/** What went wrong with a post, in the gateway's own words. */
export class PostError extends Error {
  override readonly name = "PostError";
}

/**
 * `Gateway` on API Gateway's @connections API, under `callbackUrl` (with the stage). What no repeat will
 * mend (a missing permission, a frame too large) is reported to `onFailure` and answered with `failed`.
 *
 * Posts are written by hand on sockets of its own, for they are most of what a busy room costs: a fifth of
 * the CPU time that the AWS SDK's client takes (docs/performance.md). Credentials are the environment's,
 * read anew as they change. Everything else goes through the SDK, loaded when it is first needed.
 */
export class ApiGatewayGateway implements Gateway {
  readonly #callbackUrl: string;
  readonly #onFailure: (error: unknown) => void;
  readonly #tuning: GatewayTuning;
  #poster: { readonly signer: PostSigner; readonly pool: SocketPool } | undefined;
  #closer: Promise<ConnectionCloser> | undefined;

  constructor(callbackUrl: string, onFailure: (error: unknown) => void, tuning: GatewayTuning = {}) {
    this.#callbackUrl = callbackUrl;
    this.#onFailure = onFailure;
    this.#tuning = tuning;
  }

  async post(connectionId: string, frame: Uint8Array): Promise<PostOutcome> {
    let head: string;
    let pool: SocketPool;
    try {
      const poster = (this.#poster ??= this.#createPoster());
      pool = poster.pool;
      head = poster.signer.writeHead(connectionId, frame);
    } catch (error) {
      this.#onFailure(error);
      return "failed";
    }
    const result = await pool.exchange({ head, body: frame });
    if (result.kind === "lost") return "busy";
    if (result.kind === "answered") {
      const { status, errorType } = result;
      if (status === 200) return "delivered";
      if (status === 410) return "gone";
      if (status === 429 || status >= 500) return "busy";
      this.#onFailure(new PostError(`A post was answered with ${status} ${errorType ?? ""}`.trimEnd()));
      return "failed";
    }
    this.#onFailure(result.cause);
    return "failed";
  }

  async close(connectionId: string): Promise<boolean> {
    try {
      this.#closer ??= import("./connection-closer.ts").then(({ openCloser }) =>
        openCloser(this.#callbackUrl),
      );
      await (await this.#closer).close(connectionId);
      return true;
    } catch (error) {
      this.#onFailure(error);
      return false;
    }
  }

  /** Ends the connections to the gateway. Only a process that is to end by itself needs it, and no Lambda does. */
  disconnect(): void {
    this.#poster?.pool.close();
  }

  #createPoster() {
    const { secure, ...tuning } = this.#tuning;
    const origin = openOrigin(this.#callbackUrl, secure);
    const deps = { nowMs: Date.now };
    return {
      signer: createPostSigner(
        { ...deps, credentials: () => readCredentials(process.env) },
        { region: readRegion(process.env), ...origin },
      ),
      pool: new SocketPool(
        { ...deps, connect: origin.connect, connectedEvent: origin.connectedEvent },
        { ...defaults, ...tuning },
      ),
    };
  }
}
