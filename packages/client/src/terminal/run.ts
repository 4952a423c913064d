import { ParleyError } from "../parley-error.ts";
import { asFailure, CommandFailure, type ExitCode, exitCodes } from "./command-failure.ts";
import { type Command, type CommandLine, parseCommandLine } from "./command-line.ts";
import { chatIn } from "./commands/chat.ts";
import { runDemo } from "./commands/demo.ts";
import { showHistory } from "./commands/history.ts";
import { joinRoom } from "./commands/join.ts";
import { listRooms } from "./commands/rooms.ts";
import { sendTo } from "./commands/send.ts";
import { signIn } from "./commands/sign-in.ts";
import { signOut } from "./commands/sign-out.ts";
import { helpText } from "./help-text.ts";
import { findUrl } from "./open-session.ts";
import { plainJson, plainLine } from "./output/plain-text.ts";
import type { Surroundings } from "./surroundings.ts";

/** What a command gets: its own words, and where it runs. */
export interface CommandInput<Name extends Command["name"]> {
  readonly command: Extract<Command, { readonly name: Name }>;
  readonly url: string | undefined;
  readonly json: boolean;
}

/** Runs one command line to its end. Never rejects: what fails is told on stderr and by the exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let line: CommandLine | undefined;
  try {
    line = parseCommandLine(args);
    await runCommand(surroundings, line);
    return exitCodes.done;
  } catch (thrown) {
    const failure = surroundings.interrupted.aborted
      ? new CommandFailure(
          exitCodes.interrupted,
          thrown instanceof CommandFailure ? thrown.message : "Interrupted.",
        )
      : await nameService(asFailure(thrown), surroundings, line?.url);
    const message = plainLine(failure.message);
    const asJson = line?.json ?? args.includes("--json");
    surroundings.stderr.write(
      `${asJson ? plainJson({ error: { code: failure.code, message } }) : `parley: ${message}`}\n`,
    );
    return failure.exitCode;
  }
}

/** Without an answer it is of use to know whose: the service may be another than is meant. */
async function nameService(
  failure: CommandFailure,
  surroundings: Surroundings,
  given: string | undefined,
): Promise<CommandFailure> {
  const { cause, exitCode, code } = failure;
  if (!(cause instanceof ParleyError) || cause.status !== 0 || code !== "unavailable") return failure;
  return new CommandFailure(exitCode, `No answer from ${await findUrl(surroundings, given)}.`, code);
}

async function runCommand(surroundings: Surroundings, { command, url, json }: CommandLine): Promise<void> {
  switch (command.name) {
    case "help":
      surroundings.stdout.write(helpText);
      return;
    case "sign-in":
      return signIn(surroundings, { command, url, json });
    case "sign-out":
      return signOut(surroundings, { command, url, json });
    case "rooms":
      return listRooms(surroundings, { command, url, json });
    case "join":
      return joinRoom(surroundings, { command, url, json });
    case "send":
      return sendTo(surroundings, { command, url, json });
    case "chat":
      return chatIn(surroundings, { command, url, json });
    case "history":
      return showHistory(surroundings, { command, url, json });
    case "demo":
      return runDemo(surroundings, { command, url, json });
  }
}
