/**
 * Counts deliveries and how long each took. A message carries its number in its text, between `@@` and
 * `;`, so that a delivery is found in any server's frame without parsing it, however many a frame holds.
 */
const mark = Buffer.from("@@");
const semicolon = 0x3b;

export class DeliveryTracker {
  readonly latenciesMs: number[] = [];
  readonly #sentAtMs: number[] = [];
  readonly #seen: number[] = [];
  #frames = 0;

  /** Text for a new message of about `bytes`; its clock runs from now. */
  newText(bytes: number): string {
    const start = `@@${this.#sentAtMs.length};`;
    this.#sentAtMs.push(performance.now());
    this.#seen.push(0);
    return start + "x".repeat(Math.max(0, bytes - start.length));
  }

  take(payload: Buffer): void {
    this.#frames += 1;
    const nowMs = performance.now();
    for (let at = payload.indexOf(mark); at >= 0; at = payload.indexOf(mark, at)) {
      let number = 0;
      at += mark.length;
      const start = at;
      for (; payload[at] !== semicolon && at < payload.length; at += 1) {
        number = number * 10 + ((payload[at] ?? 0) - 0x30);
      }
      if (at === start || payload[at] !== semicolon) continue;
      const sentAtMs = this.#sentAtMs[number];
      if (sentAtMs === undefined) continue;
      this.#seen[number] = (this.#seen[number] ?? 0) + 1;
      this.latenciesMs.push(nowMs - sentAtMs);
    }
  }

  get sent(): number {
    return this.#sentAtMs.length;
  }

  get deliveries(): number {
    return this.latenciesMs.length;
  }

  get frames(): number {
    return this.#frames;
  }

  /** Deliveries of one message so far. */
  seen(number: number): number {
    return this.#seen[number] ?? 0;
  }
}
