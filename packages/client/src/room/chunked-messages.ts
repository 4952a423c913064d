import type { MessageList } from "./message-list.ts";
import type { TimelineMessage } from "./timeline.ts";

type Chunk = readonly TimelineMessage[];

const chunkRowsMax = 64;

/**
 * A persistent list of messages, ascending by seq: chunks of at most 64 rows. A change copies one chunk and
 * the table of chunks, which for 10,000 rows is about 200 references.
 */
export class ChunkedMessages implements MessageList {
  static readonly empty = new ChunkedMessages([], [], 0);
  readonly length: number;
  readonly #chunks: readonly Chunk[];
  /** The index at which each chunk begins. */
  readonly #starts: readonly number[];

  private constructor(chunks: readonly Chunk[], starts: readonly number[], length: number) {
    this.#chunks = chunks;
    this.#starts = starts;
    this.length = length;
  }

  static from(rows: readonly TimelineMessage[]): ChunkedMessages {
    return ChunkedMessages.empty.append(rows);
  }

  at(index: number): TimelineMessage | undefined {
    const from0 = index < 0 ? this.length + index : index;
    const place = this.#chunkAt(from0);
    return place < 0 ? undefined : this.#chunks[place]?.[from0 - (this.#starts[place] ?? 0)];
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
    let index = 0;
    for (const row of this) {
      if (row.id === id) return index;
      index += 1;
    }
    return -1;
  }

  toArray(): TimelineMessage[] {
    return this.#chunks.flat();
  }

  *[Symbol.iterator](): Iterator<TimelineMessage> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  append(rows: readonly TimelineMessage[]): ChunkedMessages {
    if (rows.length === 0) return this;
    const last = this.#chunks.at(-1);
    const open = last !== undefined && last.length < chunkRowsMax ? last : [];
    const chunks = open.length > 0 ? this.#chunks.slice(0, -1) : [...this.#chunks];
    const starts = this.#starts.slice(0, chunks.length);
    let start = this.length - open.length;
    for (const chunk of cut([...open, ...rows])) {
      chunks.push(chunk);
      starts.push(start);
      start += chunk.length;
    }
    return new ChunkedMessages(chunks, starts, start);
  }

  prepend(rows: readonly TimelineMessage[]): ChunkedMessages {
    return rows.length === 0 ? this : ChunkedMessages.#of([...cut(rows), ...this.#chunks]);
  }

  replaceAt(index: number, row: TimelineMessage): ChunkedMessages {
    const place = this.#chunkAt(index);
    const chunk = this.#chunks[place];
    if (chunk === undefined) return this;
    const changed = chunk.with(index - (this.#starts[place] ?? 0), row);
    return new ChunkedMessages(this.#chunks.with(place, changed), this.#starts, this.length);
  }

  /** Rows [from, to) of this list. */
  slice(from: number, to: number): ChunkedMessages {
    return ChunkedMessages.#of(
      this.#chunks
        .map((chunk, place) => {
          const start = this.#starts[place] ?? 0;
          return from <= start && to >= start + chunk.length
            ? chunk
            : chunk.slice(Math.max(0, from - start), Math.max(0, to - start));
        })
        .filter((chunk) => chunk.length > 0),
    );
  }

  static #of(chunks: readonly Chunk[]): ChunkedMessages {
    const starts: number[] = [];
    let length = 0;
    for (const chunk of chunks) {
      starts.push(length);
      length += chunk.length;
    }
    return new ChunkedMessages(chunks, starts, length);
  }

  /** The place of the chunk that holds an index, or -1. */
  #chunkAt(index: number): number {
    if (!(index >= 0 && index < this.length)) return -1;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function cut(rows: readonly TimelineMessage[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < rows.length; at += chunkRowsMax) chunks.push(rows.slice(at, at + chunkRowsMax));
  return chunks;
}
