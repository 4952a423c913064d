/**
 * Keep-alive connections to one origin, as many as there are requests under way, up to a maximum.
 *
 * The one used last is used first, so that after a burst the others grow old and go. A sandbox may sleep
 * between two posts for longer than the gateway keeps a connection: what is found dead then, before any
 * byte of an answer, is sent once more on a fresh connection.
 */
import type { Socket } from "node:net";
import { type ExchangeResult, ExchangeSocket, type HttpRequest } from "./exchange-socket.ts";

export interface SocketPoolDeps {
  /** Begins to connect; what is read is given to `onBytes`. */
  readonly connect: (onBytes: (bytes: Buffer) => void) => Socket;
  readonly connectedEvent: "connect" | "secureConnect";
  readonly nowMs: () => number;
}

export interface SocketPoolOptions {
  readonly socketsMax: number;
  readonly connectTimeoutMs: number;
  /** From the moment a request is given to the pool until its answer is complete. */
  readonly requestTimeoutMs: number;
  /** A connection that was idle for longer is not used again. */
  readonly idleTimeoutMs: number;
}

interface Exchange {
  readonly request: HttpRequest;
  readonly resolve: (result: ExchangeResult) => void;
  readonly untilMs: number;
  readonly repeated: boolean;
}

/** Requests in line at most; beyond, they are refused, so that memory has an end. */
const waitingMax = 10_000;
/** How late a timeout may be noticed: one timer looks after all. */
const watchIntervalMs = 100;

/** The pool; nothing is connected before the first request. */
export class SocketPool {
  readonly #deps: SocketPoolDeps;
  readonly #options: SocketPoolOptions;
  readonly #idle: ExchangeSocket[] = [];
  readonly #busy = new Set<ExchangeSocket>();
  readonly #waiting: Exchange[] = [];
  #watching = false;

  constructor(deps: SocketPoolDeps, options: SocketPoolOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Sends a whole request and resolves with what came of it. Never rejects, never hangs. */
  exchange(request: HttpRequest): Promise<ExchangeResult> {
    return new Promise((resolve) => {
      const untilMs = this.#deps.nowMs() + this.#options.requestTimeoutMs;
      const exchange = { request, resolve, untilMs, repeated: false };
      const socket = this.#takeIdle();
      if (socket !== undefined) this.#run(socket, exchange);
      else if (this.#busy.size < this.#options.socketsMax) this.#run(this.#open(), exchange);
      else if (this.#waiting.length < waitingMax) this.#waiting.push(exchange);
      else resolve(lost("Too many posts wait already."));
    });
  }

  /** Ends every connection; what is under way is lost. */
  close(): void {
    for (const exchange of this.#waiting.splice(0)) exchange.resolve(lost("The pool was closed."));
    for (const socket of this.#idle.splice(0).concat([...this.#busy])) {
      socket.giveUp(new Error("The pool was closed."));
    }
  }

  #open(): ExchangeSocket {
    return new ExchangeSocket({
      connect: this.#deps.connect,
      connectedEvent: this.#deps.connectedEvent,
      connectUntilMs: this.#deps.nowMs() + this.#options.connectTimeoutMs,
      onEnd: (socket) => {
        this.#busy.delete(socket);
        const at = this.#idle.indexOf(socket);
        if (at >= 0) this.#idle.splice(at, 1);
      },
    });
  }

  #takeIdle(): ExchangeSocket | undefined {
    const youngest = this.#idle.pop();
    if (youngest === undefined || this.#deps.nowMs() - youngest.idleSinceMs <= this.#options.idleTimeoutMs)
      return youngest;
    // The others are older still.
    for (const old of [youngest, ...this.#idle.splice(0)]) {
      old.fail(new Error("The connection was idle for long."));
    }
    return undefined;
  }

  #run(socket: ExchangeSocket, exchange: Exchange): void {
    this.#busy.add(socket);
    socket.answerUntilMs = exchange.untilMs;
    this.#watch();
    socket.send(exchange.request, (result) => this.#settle(socket, exchange, result));
  }

  #settle(socket: ExchangeSocket, exchange: Exchange, result: ExchangeResult): void {
    this.#busy.delete(socket);
    if (result.kind === "lost" && result.stale && !exchange.repeated) {
      this.#run(this.#open(), { ...exchange, repeated: true });
      return;
    }
    const usable = result.kind === "answered" && result.reusable;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#run(usable ? socket : this.#open(), next);
    else if (usable) {
      socket.idleSinceMs = this.#deps.nowMs();
      this.#idle.push(socket);
    }
    exchange.resolve(result);
  }

  /** One timer looks after all requests, and only while there are any. */
  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    const timer = setTimeout(() => {
      // After a sleep of the whole process, what came meanwhile is read before anything is given up.
      setImmediate(() => {
        this.#watching = false;
        this.#giveUpLate();
      });
    }, watchIntervalMs);
    timer.unref();
  }

  #giveUpLate(): void {
    const nowMs = this.#deps.nowMs();
    while (this.#waiting[0] !== undefined && this.#waiting[0].untilMs <= nowMs) {
      this.#waiting.shift()?.resolve(lost("No connection was free in time."));
    }
    for (const socket of Array.from(this.#busy)) {
      const { connectUntilMs, answerUntilMs } = socket;
      if (connectUntilMs > 0 && connectUntilMs <= nowMs)
        socket.giveUp(new Error("The gateway could not be reached in time."));
      else if (answerUntilMs <= nowMs) socket.giveUp(new Error("The gateway did not answer in time."));
    }
    if (this.#busy.size > 0) this.#watch();
  }
}

const lost = (message: string): ExchangeResult => ({
  kind: "lost",
  cause: new Error(message),
  stale: false,
});
