/** The physical name of a resource that is referred to by name: `parley-<stage>-<what>`. */
export function resourceName(stage: string, what: string): string {
  return `parley-${stage}-${what}`;
}

/** A function's, queue's or schedule's name as SST wants its logical names: `sweep` is `Sweep`. */
export function logicalName(name: string, suffix = ""): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${suffix}`;
}
