import type { Clock } from "./clock.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";

/** How far each room was seen, kept over a restart: written soon after it moved, read once. */
export interface SeenMarks {
  get(room: string): number | undefined;
  set(room: string, seq: number): void;
  /** Reads a person's marks; those of anybody else are put away. */
  load(user: string): Promise<void>;
  /** Deletes a person's marks. */
  forget(user: string): Promise<void>;
  close(): void;
}

const writeAfterMs = 1_000;

export function createSeenMarks(deps: { readonly storage: ChatStorage; readonly clock: Clock }): SeenMarks {
  const { storage, clock } = deps;
  let key: string | undefined;
  let seen = new Map<string, number>();
  let timer: unknown;

  const write = async (value: unknown) => {
    clock.clearTimeout(timer);
    timer = undefined;
    if (key === undefined) return;
    await storage.write(key, value);
  };
  const writeNow = () => write(Object.fromEntries(seen));
  return {
    get: (room) => seen.get(room),
    set: (room, seq) => {
      if (seq <= (seen.get(room) ?? -1)) return;
      seen.set(room, seq);
      timer ??= clock.setTimeout(() => void writeNow(), writeAfterMs);
    },
    load: async (user) => {
      if (timer !== undefined) await writeNow();
      seen = new Map();
      key = `seen:${user}`;
      for (const [room, seq] of Object.entries((await storage.read(key)) ?? {})) {
        if (typeof seq === "number") seen.set(room, Math.max(seq, seen.get(room) ?? 0));
      }
    },
    forget: async (user) => {
      if (key !== `seen:${user}`) return;
      seen = new Map();
      await write(undefined);
    },
    close: () => {
      if (timer !== undefined) void writeNow();
    },
  };
}
