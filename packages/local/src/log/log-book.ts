/** The stack's log: the latest lines in memory, all of them in files, and each to whoever listens. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LogLine } from "../cloud-types.ts";
import { openRotatingFile } from "./rotating-file.ts";

export interface LogBook {
  write(line: Omit<LogLine, "atMs">): void;
  /** Oldest first. */
  recent(): readonly LogLine[];
  close(): Promise<void>;
}

export interface LogBookOptions {
  /** Holds `api.log` (every call and frame), `info.log` (what matters) and `debug.log` (everything). */
  readonly dir: string;
  readonly sink: ((line: LogLine) => void) | undefined;
}

const recentMax = 2_000;

/** Whether a line is a function's access line: one per HTTP call, frame, handshake and job. */
export function isAccessLine(line: Pick<LogLine, "message">): boolean {
  return line.message === "access";
}

export function openLogBook(options: LogBookOptions): LogBook {
  mkdirSync(options.dir, { recursive: true });
  const open = (name: string) => openRotatingFile(join(options.dir, name));
  const files = { api: open("api.log"), info: open("info.log"), debug: open("debug.log") };
  const recent: LogLine[] = [];
  return {
    recent: () => [...recent],
    write: (entry) => {
      const line: LogLine = { atMs: Date.now(), ...entry };
      recent.push(line);
      // By halves, so that a full book does not move all of its lines for every new one.
      if (recent.length > 2 * recentMax) recent.splice(0, recentMax);
      const { atMs, fields, ...rest } = line;
      const text = JSON.stringify({ at: new Date(atMs).toISOString(), ...rest, ...fields });
      files.debug.write(text);
      if (isAccessLine(line)) files.api.write(text);
      else if (line.level !== "debug") files.info.write(text);
      options.sink?.(line);
    },
    close: async () => {
      await Promise.all(Object.values(files).map((file) => file.close()));
    },
  };
}
