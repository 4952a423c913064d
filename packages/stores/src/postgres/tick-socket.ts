import { WebSocket } from "ws";

/**
 * A WebSocket that sends what is written in one turn of the loop as one message, at the end of that turn.
 *
 * Over `ws`: Node's own brings the whole of undici, which costs the first statement of a sandbox 22 ms more of CPU.
 */
export class TickSocket {
  readonly #socket: WebSocket;
  #waiting: Uint8Array[] = [];

  constructor(url: string) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
  }

  /** What goes wrong is told as the error itself, and not as an event around it: that is what the driver throws. */
  readonly addEventListener: WebSocket["addEventListener"] = (type, listen) => {
    if (type === "error") this.#socket.on("error", listen as unknown as (error: Error) => void);
    else this.#socket.addEventListener(type, listen);
  };

  get readyState(): number {
    return this.#socket.readyState;
  }

  get binaryType(): WebSocket["binaryType"] {
    return this.#socket.binaryType;
  }

  set binaryType(type: "arraybuffer") {
    this.#socket.binaryType = type;
  }

  /** A statement is written in parts (parse, bind, execute, sync), one right after the other. */
  send(part: Uint8Array): void {
    if (this.#waiting.push(part) === 1) process.nextTick(() => this.#flush());
  }

  close(code?: number, reason?: string): void {
    this.#flush();
    this.#socket.close(code, reason);
  }

  #flush(): void {
    const [only, ...more] = this.#waiting;
    this.#waiting = [];
    if (only === undefined || this.readyState !== WebSocket.OPEN) return;
    this.#socket.send(more.length === 0 ? only : Buffer.concat([only, ...more]));
  }
}
