import type { MessageList } from "./message-list.ts";
import type { TimelineMessage } from "./timeline.ts";

type Chunk = readonly TimelineMessage[];

/** A power of two, so that an index is found by shifting. */
const chunkBits = 6;
const chunkRows = 1 << chunkBits;

/**
 * A persistent list of messages, ascending by seq: chunks of 64 rows, of which only the first and the last
 * may have fewer. A change copies one chunk and the table of chunks: for 10,000 rows about 200 references.
 */
export class ChunkedMessages implements MessageList {
  static readonly empty = new ChunkedMessages([]);
  readonly length: number;
  readonly #chunks: readonly Chunk[];
  /** How many rows the first chunk has too few, when others follow it. */
  readonly #missing: number;

  private constructor(chunks: readonly Chunk[]) {
    const [first = [], second] = chunks;
    this.#chunks = chunks;
    this.#missing = second === undefined ? 0 : chunkRows - first.length;
    this.length =
      second === undefined
        ? first.length
        : (chunks.length - 1) * chunkRows - this.#missing + (chunks.at(-1)?.length ?? 0);
  }

  at(index: number): TimelineMessage | undefined {
    const [place, within] = this.#find(index < 0 ? this.length + index : index);
    return this.#chunks[place]?.[within];
  }

  indexOfSeq(seq: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.at(middle)?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  indexOfId(id: string): number {
    return this.toArray().findIndex((row) => row.id === id);
  }

  toArray(): TimelineMessage[] {
    return this.#chunks.flat();
  }

  [Symbol.iterator](): Iterator<TimelineMessage> {
    return this.toArray().values();
  }

  append(rows: readonly TimelineMessage[]): ChunkedMessages {
    if (rows.length === 0) return this;
    const chunks = this.#chunks.slice(0, -1);
    const all = [...(this.#chunks.at(-1) ?? []), ...rows];
    for (let at = 0; at < all.length; at += chunkRows) chunks.push(all.slice(at, at + chunkRows));
    return new ChunkedMessages(chunks);
  }

  prepend(rows: readonly TimelineMessage[]): ChunkedMessages {
    if (rows.length === 0) return this;
    const [first = [], ...others] = this.#chunks;
    const all = [...rows, ...first];
    const chunks: Chunk[] = [];
    for (let end = all.length; end > 0; end -= chunkRows)
      chunks.unshift(all.slice(Math.max(0, end - chunkRows), end));
    return new ChunkedMessages([...chunks, ...others]);
  }

  replaceAt(index: number, row: TimelineMessage): ChunkedMessages {
    const [place, within] = this.#find(index);
    const chunk = this.#chunks[place];
    if (chunk?.[within] === undefined) return this;
    return new ChunkedMessages(this.#chunks.with(place, chunk.with(within, row)));
  }

  /** Without its first chunk (at most 64 rows). */
  withoutStart(): ChunkedMessages {
    return new ChunkedMessages(this.#chunks.slice(1));
  }

  /** Without its last chunk. */
  withoutEnd(): ChunkedMessages {
    return new ChunkedMessages(this.#chunks.slice(0, -1));
  }

  /** The chunk of an index, and the place in it; no such place for an index outside. */
  #find(index: number): [number, number] {
    if (!(index >= 0 && index < this.length)) return [-1, -1];
    const aligned = index + this.#missing;
    const place = aligned >> chunkBits;
    return [place, (aligned & (chunkRows - 1)) - (place === 0 ? this.#missing : 0)];
  }
}
