/** One connection to the gateway: it carries one request after another and never two at once. */
import type { Socket } from "node:net";
import { type HttpAnswer, MalformedAnswerError, ResponseReader } from "./response-reader.ts";

export type ExchangeResult =
  | ({ readonly kind: "answered" } & HttpAnswer)
  /** No answer came. `stale`: the connection had been left by its peer before the request came to it. */
  | { readonly kind: "lost"; readonly cause: Error; readonly stale: boolean }
  /** What came was no answer. */
  | { readonly kind: "malformed"; readonly cause: Error };

/** A whole request: its head with the blank line, in Latin-1, and its body. */
export interface HttpRequest {
  readonly head: string;
  readonly body: Uint8Array;
}

/** Up to here head and body are copied into one buffer; above, a copy is dearer than a second chunk. */
const joinBytesMax = 8 * 1024;

type Settle = (result: ExchangeResult) => void;

/** A socket under way; it belongs to a pool, which says when it is used. */
export class ExchangeSocket {
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  readonly #onEnd: (socket: ExchangeSocket) => void;
  #settle: Settle | undefined;
  #carried = 0;
  #ended = false;
  /** When it was last at work; set by the pool. */
  idleSinceMs = 0;
  /** When it is given up as not connected; 0 once it is. */
  connectUntilMs: number;
  /** When its present request is given up; set by the pool. */
  answerUntilMs = 0;

  /** `connectedEvent`: `connect`, or `secureConnect` of a TLS socket. */
  constructor(input: {
    /** Begins to connect; what is read is given to its argument. */
    readonly connect: (onBytes: (bytes: Buffer) => void) => Socket;
    readonly connectedEvent: "connect" | "secureConnect";
    readonly connectUntilMs: number;
    /** Called once, when it can carry nothing more. */
    readonly onEnd: (socket: ExchangeSocket) => void;
  }) {
    const socket = input.connect((bytes) => this.#take(bytes));
    this.#socket = socket;
    this.#onEnd = input.onEnd;
    this.connectUntilMs = input.connectUntilMs;
    socket.setNoDelay(true);
    socket.once(input.connectedEvent, () => {
      this.connectUntilMs = 0;
    });
    socket.on("error", (error) => this.fail(error));
    socket.on("end", () => this.fail(new Error("The gateway closed the connection.")));
    socket.on("close", () => this.fail(new Error("The connection broke.")));
  }

  /** Sends a whole request; `settle` is called exactly once. */
  send(request: HttpRequest, settle: Settle): void {
    if (this.#ended) {
      settle({ kind: "lost", cause: new Error("The connection had ended."), stale: true });
      return;
    }
    this.#carried += 1;
    this.#settle = settle;
    this.#socket.ref();
    this.#write(request);
  }

  /** As one write, so that one system call and, where it fits, one TLS record carry it. */
  #write({ head, body }: HttpRequest): void {
    if (body.byteLength > joinBytesMax) {
      this.#socket.cork();
      this.#socket.write(head, "latin1");
      this.#socket.write(body);
      this.#socket.uncork();
      return;
    }
    const bytes = Buffer.allocUnsafe(head.length + body.byteLength);
    bytes.write(head, 0, "latin1");
    bytes.set(body, head.length);
    this.#socket.write(bytes);
  }

  /** Ends the connection at once; a request under way is lost. */
  fail(cause: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    const settle = this.#settle;
    this.#settle = undefined;
    const stale = this.#carried > 1 && !this.#reader.begun && this.connectUntilMs === 0;
    this.#socket.destroy();
    this.#onEnd(this);
    settle?.(
      cause instanceof MalformedAnswerError ? { kind: "malformed", cause } : { kind: "lost", cause, stale },
    );
  }

  /** Gives a request up that has waited long enough: the answer may still come, so nothing is repeated. */
  giveUp(cause: Error): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.fail(cause);
    settle?.({ kind: "lost", cause, stale: false });
  }

  #take(chunk: Buffer): void {
    if (this.#ended) return;
    if (this.#settle === undefined) {
      this.fail(new MalformedAnswerError("Something came that nobody asked for."));
      return;
    }
    try {
      const answer = this.#reader.push(chunk);
      if (answer !== undefined) this.#finish(answer);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #finish(answer: HttpAnswer): void {
    const settle = this.#settle;
    this.#settle = undefined;
    // An answer to half a request (413) leaves the other half in the way of the next.
    const reusable = answer.reusable && this.#socket.writableLength === 0;
    if (!reusable) this.fail(new Error("The gateway ends the connection with its answer."));
    // What is idle keeps no process alive.
    else this.#socket.unref();
    settle?.({ kind: "answered", ...answer, reusable });
  }
}
