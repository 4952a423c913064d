import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";

export interface RotatingFile {
  write(line: string): void;
  close(): Promise<void>;
}

const fileBytesMax = 10 * 1024 * 1024;

/** Appends lines to `path`; when it is 10 MB long it becomes `path.1`, and the one before that is gone. */
export function openRotatingFile(path: string): RotatingFile {
  let length = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let stream = openStream(path);
  return {
    write: (line) => {
      if (length > fileBytesMax) {
        stream.end();
        renameSync(path, `${path}.1`);
        stream = openStream(path);
        length = 0;
      }
      length += line.length + 1;
      stream.write(`${line}\n`);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function openStream(path: string): WriteStream {
  const stream = createWriteStream(path, { flags: "a" });
  // A full disk or a removed directory must not take the stack down with its log.
  stream.on("error", () => {});
  return stream;
}
