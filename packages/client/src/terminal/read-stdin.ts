import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { CommandFailure, exitCodes } from "./command-failure.ts";

/**
 * All of stdin, less the line feed at its end.
 *
 * @throws {CommandFailure} with exit code 130 when the run is interrupted before stdin ends.
 */
export async function readStdin(stdin: NodeJS.ReadStream, interrupted: AbortSignal): Promise<string> {
  const end = () => stdin.destroy(new CommandFailure(exitCodes.interrupted, "Interrupted."));
  interrupted.addEventListener("abort", end);
  try {
    return (await text(stdin)).replace(/\r?\n$/, "");
  } finally {
    interrupted.removeEventListener("abort", end);
  }
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
