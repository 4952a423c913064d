import type { Chat } from "../chat.ts";
import { createChat } from "../create-chat.ts";
import { fileStorage } from "../storage/file-storage.ts";
import { CommandFailure, exitCodes } from "./command-failure.ts";
import { serviceUrl } from "./service-url.ts";
import { outboxDirectory, readSessions } from "./session-file.ts";
import type { Surroundings } from "./surroundings.ts";

const urlDefault = "http://localhost:3000";

/** Which service is meant: as given, by the environment, as last signed in to, or the local one. */
export async function findUrl(
  { env }: Pick<Surroundings, "env">,
  given: string | undefined,
): Promise<string> {
  return serviceUrl(given ?? env.PARLEY_URL ?? (await readSessions(env)).current ?? urlDefault);
}

/** Somebody's chat with a service, for the time of a command. */
export interface OpenSession {
  readonly chat: Chat;
  readonly url: string;
  /** Closes the chat; fulfilled when what it keeps is on disk. */
  end(): Promise<void>;
}

/**
 * A chat with the kept session and the kept outbox; it is not connected yet.
 *
 * @throws {CommandFailure} with exit code 3 when nobody is signed in there.
 */
export async function openSession(
  { env }: Pick<Surroundings, "env">,
  given: string | undefined,
): Promise<OpenSession> {
  const url = await findUrl({ env }, given);
  const token = env.PARLEY_TOKEN ?? (await readSessions(env)).sessions[url]?.token;
  if (token === undefined || token === "") {
    throw new CommandFailure(
      exitCodes.signedOut,
      `You are not signed in to ${url}: run \`parley sign-in\`.`,
      "unauthenticated",
    );
  }
  const storage = fileStorage(outboxDirectory(env, url));
  const chat = createChat({ apiUrl: `${url}/api`, token, storage });
  await chat.ready;
  return {
    chat,
    url,
    end: async () => {
      chat.close();
      // It works in turn: what was asked of it before is done when it answers.
      await storage.read("user").catch(() => undefined);
    },
  };
}
