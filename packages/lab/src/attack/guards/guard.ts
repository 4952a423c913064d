/** A piece of code that holds a line of `docs/security.md`, and the test that is to notice when it is gone. */
export interface Guard {
  /** The line: `SEC7`. */
  readonly line: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly code: string;
  /** What stands there when the guard is gone. */
  readonly without: string;
  /** The file of the test, and a part of its title. */
  readonly test: readonly [file: string, title: string];
}
