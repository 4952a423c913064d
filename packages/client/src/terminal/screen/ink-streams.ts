import type { RenderOptions } from "ink";
import type { Surroundings } from "../surroundings.ts";

/** How Ink draws here: on these streams, as at a terminal also where a CI is suspected. */
export function inkOptions({ stdin, stdout, stderr }: Surroundings): RenderOptions {
  return { stdin, stdout, stderr, interactive: true, patchConsole: false, exitOnCtrlC: false };
}
