/** A WebSocket that sends what is written in one turn of the loop as one message, at the end of that turn. */
export class TickSocket extends WebSocket {
  #waiting: Uint8Array<ArrayBuffer>[] = [];

  /** A statement is written in parts (parse, bind, execute, sync), one right after the other. */
  override send(part: Uint8Array<ArrayBuffer>): void {
    if (this.#waiting.push(part) === 1) process.nextTick(() => this.#flush());
  }

  override close(code?: number, reason?: string): void {
    this.#flush();
    super.close(code, reason);
  }

  #flush(): void {
    const [only, ...more] = this.#waiting;
    this.#waiting = [];
    if (only === undefined || this.readyState !== WebSocket.OPEN) return;
    super.send(more.length === 0 ? only : Buffer.concat([only, ...more]));
  }
}
