import { PassThrough } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { vi } from "vitest";
import { run } from "../run.ts";

/** A person's terminal, as far as a program can tell: raw mode, a size, keys in pieces. */
export interface FakeTerminal {
  readonly exitCode: Promise<number>;
  types(keys: string): Promise<void>;
  /** Waits until the text stands on what has been drawn so far. */
  sees(what: string | RegExp): Promise<void>;
  /** The window is made wider or narrower. */
  resize(columns: number): void;
  /** What was drawn since the screen was emptied last, without the sequences that drew it. */
  screen(): string;
  /** All that was ever drawn, without the sequences that drew it. */
  everything(): string;
  isRaw(): boolean;
  interrupt(): void;
}

/** Ink tells an escape key from the start of a sequence by the time between. */
const betweenKeysMs = 30;

export function fakeTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): FakeTerminal {
  let isRaw = false;
  let drawn = "";
  const interrupted = new AbortController();
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (wanted: boolean) => {
      isRaw = wanted;
    },
    ref: () => undefined,
    unref: () => undefined,
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  for (const stream of [stdout, stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      drawn += piece;
    });
  }
  const exitCode = run(args, {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr,
    env,
    interrupted: interrupted.signal,
  });
  const everything = () => stripVTControlCharacters(drawn);
  return {
    exitCode,
    types: async (keys) => {
      stdin.write(keys);
      await pause(betweenKeysMs);
    },
    sees: (what) =>
      vi.waitFor(() => {
        const seen = typeof what === "string" ? everything().includes(what) : what.test(everything());
        if (!seen) throw new Error(`not seen: ${String(what)}\n${everything().slice(-2_000)}`);
      }, 30_000),
    resize: (columns) => {
      Object.assign(stdout, { columns }).emit("resize");
    },
    screen: () => stripVTControlCharacters(drawn.split("\u001b[2J").at(-1) ?? ""),
    everything,
    isRaw: () => isRaw,
    interrupt: () => interrupted.abort(),
  };
}
