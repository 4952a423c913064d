/**
 * A WebSocket that sends what is written in one turn of the loop as one message, at the end of that turn.
 *
 * The built-in one is not touched before the first is opened: to look at it loads the whole of undici.
 */
export class TickSocket {
  readonly #socket: WebSocket;
  readonly addEventListener: WebSocket["addEventListener"];
  #waiting: Uint8Array<ArrayBuffer>[] = [];

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.addEventListener = this.#socket.addEventListener.bind(this.#socket);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get binaryType(): string {
    return this.#socket.binaryType;
  }

  set binaryType(type: "blob" | "arraybuffer") {
    this.#socket.binaryType = type;
  }

  /** A statement is written in parts (parse, bind, execute, sync), one right after the other. */
  send(part: Uint8Array<ArrayBuffer>): void {
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
