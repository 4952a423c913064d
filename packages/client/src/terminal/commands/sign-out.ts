import { withAccount } from "../../account.ts";
import { openSession } from "../open-session.ts";
import { plainJson } from "../output/plain-text.ts";
import type { CommandInput } from "../run.ts";
import { readSessions, writeSessions } from "../session-file.ts";
import type { Surroundings } from "../surroundings.ts";

/** Ends the session, here and at the service. Without an answer the session is kept: it would live on. */
export async function signOut(
  { env, stdout }: Surroundings,
  { command, url: given, json }: CommandInput<"sign-out">,
): Promise<void> {
  const { chat, url, end } = await openSession({ env }, given);
  try {
    await withAccount(chat).account.signOut({ forget: command.forget });
  } finally {
    await end();
  }
  const kept = await readSessions(env);
  const { [url]: _ended, ...sessions } = kept.sessions;
  await writeSessions(env, { ...kept, sessions });
  stdout.write(json ? `${plainJson({ url })}\n` : `You are signed out of ${url}.\n`);
}
