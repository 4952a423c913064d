import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

/** All of stdin, less the line feed at its end. */
export async function readStdin(stdin: NodeJS.ReadableStream): Promise<string> {
  return (await text(stdin)).replace(/\r?\n$/, "");
}

/** The lines of stdin as they come, until it ends or the run is interrupted. */
export async function* linesOfStdin(
  stdin: NodeJS.ReadableStream,
  interrupted: AbortSignal,
): AsyncGenerator<string> {
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const end = () => lines.close();
  interrupted.addEventListener("abort", end);
  try {
    for await (const line of lines) yield line;
  } finally {
    interrupted.removeEventListener("abort", end);
  }
}
