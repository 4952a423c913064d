/** What a command runs in: the process's own, or a test's. */
export interface Surroundings {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ctrl-C where nothing else listens for it, and the system's wish that the process ends. */
  readonly interrupted: AbortSignal;
}

/** Whether a person sits at both ends. */
export function isInteractive({ stdin, stdout }: Surroundings): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}
