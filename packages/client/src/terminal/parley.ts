#!/usr/bin/env node
/**
 * `parley`, the terminal client: everything that the SDK can do, for people at a terminal and for scripts.
 *
 * Invariants: what others wrote reaches the terminal without control characters; results go to stdout, all
 * else to stderr; a failure is one sentence and an exit code; a message that was taken is never lost.
 */
import { exitCodes } from "./command-failure.ts";
import { run } from "./run.ts";

// Who reads no further (`parley history ROOM | head`) has what they wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
const interrupt = new AbortController();
/** After a Ctrl-C a command has this long to keep what it has; a second Ctrl-C ends it at once. */
const farewellMs = 2_000;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    interrupt.abort();
    setTimeout(() => process.exit(exitCodes.interrupted), farewellMs).unref();
  });
}
process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interrupted: interrupt.signal,
});
await new Promise((resolve) => {
  process.stdout.write("", resolve);
});
// What still listens, such as a terminal's stdin, must not hold the process.
process.exit();
