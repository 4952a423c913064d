import { type Chat, createChat } from "@parley/client";
import type { Cloud } from "@parley/local/cloud";
import type { Person } from "./create-person.ts";

/** A person's chat over the SDK, connected and greeted. */
export async function connectChat(cloud: Cloud, person: Person): Promise<Chat> {
  const chat = createChat({ apiUrl: cloud.apiUrl, token: person.token });
  chat.connect();
  await new Promise<void>((resolve) => {
    const look = () => {
      if (chat.user.getSnapshot() === undefined) return;
      stop();
      resolve();
    };
    const stop = chat.user.subscribe(look);
    look();
  });
  return chat;
}
