/** A path as this client writes it: without a slash at its end, and without doubled ones. */
export function plainPath(path: string): string {
  return path.replaceAll(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}
