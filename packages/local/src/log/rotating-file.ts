import { createWriteStream, openSync, renameSync, statSync, type WriteStream } from "node:fs";

export interface RotatingFile {
  write(line: string): void;
  close(): Promise<void>;
}

const fileBytesMax = 10 * 1024 * 1024;
/** Lines are gathered for so long: a write for each would be a fifth of what a frame costs the gateway's thread. */
const gatherMs = 20;

/** Appends lines to `path`; when it is 10 MB long it becomes `path.1`, and the one before that is gone. */
export function openRotatingFile(path: string): RotatingFile {
  let length = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let stream = openStream(path);
  let gathered = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered !== "") stream.write(gathered);
    gathered = "";
  };
  return {
    write: (line) => {
      if (length > fileBytesMax) {
        flush();
        stream.end();
        rename(path);
        stream = openStream(path);
        length = 0;
      }
      length += line.length + 1;
      gathered += `${line}\n`;
      timer ??= setTimeout(flush, gatherMs);
    },
    close: () => {
      flush();
      return new Promise((resolve) => stream.end(() => resolve()));
    },
  };
}

function rename(path: string): void {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // Removed while it was open: the next one begins anew.
  }
}

/**
 * Opened at once, so that it is there to be renamed however soon that is. A full disk or a removed directory
 * must not take the stack down with its log.
 */
function openStream(path: string): WriteStream {
  let fd: number | undefined;
  try {
    fd = openSync(path, "a");
  } catch {
    // The stream fails in the same way, and is heard.
  }
  const stream = createWriteStream(path, { flags: "a", ...(fd === undefined ? {} : { fd }) });
  stream.on("error", () => {});
  return stream;
}
