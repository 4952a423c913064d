/** A server under test, as the load generator sees it. */
export interface Member {
  /** Sends a text to the room. */
  send(text: string): void;
  close(): void;
}

export interface Peer {
  readonly name: string;
  /** Connects `count` members to a fresh room; resolves when each of them would get a message. */
  join(count: number, onFrame: (payload: Buffer, member: number) => void): Promise<Member[]>;
}

/** What a server process tells once it listens. */
export interface ServerReady {
  readonly url: string;
}

/** Runs `work` for 0 to `count` - 1, `width` at a time, and answers the results in order. */
export async function mapConcurrently<T>(
  count: number,
  width: number,
  work: (at: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const run = async () => {
    while (next < count) {
      const at = next;
      next += 1;
      results[at] = await work(at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, run));
  return results;
}
