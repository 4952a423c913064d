import { withAccount } from "../../account.ts";
import { createChat } from "../../create-chat.ts";
import { ParleyError } from "../../parley-error.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { findUrl } from "../open-session.ts";
import { plainJson, plainLine } from "../output/plain-text.ts";
import { readStdin } from "../read-stdin.ts";
import type { CommandInput } from "../run.ts";
import { readSessions, writeSessions } from "../session-file.ts";
import { isInteractive, type Surroundings } from "../surroundings.ts";

/** Signs in and keeps the session's token. */
export async function signIn(
  surroundings: Surroundings,
  { command, url: given, json }: CommandInput<"sign-in">,
): Promise<void> {
  const { env, stdout } = surroundings;
  const url = await findUrl(surroundings, given);
  const { login, password } = await askFor(surroundings, command.login);
  let token: string | undefined;
  const chat = withAccount(
    createChat({
      apiUrl: `${url}/api`,
      onToken: (told) => {
        token = told;
      },
    }),
  );
  const user = await chat.account.signIn({ login, password }).catch(explain);
  if (token === undefined) throw new CommandFailure(exitCodes.refused, `${url} gave no session.`, "internal");
  const kept = await readSessions(env);
  const { username } = user;
  await writeSessions(env, {
    current: url,
    sessions: { ...kept.sessions, [url]: { username, token } },
  });
  const told = json ? plainJson({ url, user }) : `You are signed in to ${url} as ${plainLine(username)}.`;
  stdout.write(`${told}\n`);
}

async function askFor(
  surroundings: Surroundings,
  known: string | undefined,
): Promise<{ readonly login: string; readonly password: string }> {
  if (isInteractive(surroundings)) {
    const { prompt } = await import("../screen/prompt.ts");
    const login = known ?? (await prompt(surroundings, { label: "Username or e-mail:", isHidden: false }));
    return { login, password: await prompt(surroundings, { label: "Password:", isHidden: true }) };
  }
  if (known === undefined) {
    throw new CommandFailure(
      exitCodes.usage,
      "Without a terminal, `sign-in` needs a name, and the password on stdin.",
    );
  }
  return { login: known, password: await readStdin(surroundings.stdin, surroundings.interrupted) };
}

function explain(thrown: unknown): never {
  if (thrown instanceof ParleyError && thrown.code === "unauthenticated") {
    throw new CommandFailure(exitCodes.refused, "The name or the password is wrong.", thrown.code);
  }
  throw thrown;
}
