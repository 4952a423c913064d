import type { Message } from "@parley/protocol";
import type { ChatApi } from "../../http/chat-api.ts";
import { findRoom } from "../find-room.ts";
import { loadNames } from "../names.ts";
import { openSession } from "../open-session.ts";
import { lineAsText } from "../output/line-text.ts";
import { plainJson } from "../output/plain-text.ts";
import type { CommandInput } from "../run.ts";
import type { Surroundings } from "../surroundings.ts";

const pageMax = 100;

/** Prints a room's last messages, oldest first. */
export async function showHistory(
  { env, stdout }: Surroundings,
  { command, url, json }: CommandInput<"history">,
): Promise<void> {
  const { chat, end } = await openSession({ env }, url);
  try {
    const room = await findRoom(chat, command.room);
    const names = await loadNames(chat, room.id);
    for (const message of await lastMessages(chat.api, { ...command, room: room.id })) {
      const username = names.of(message.user);
      const line = {
        key: message.id,
        type: "message",
        at: message.createdAt,
        username,
        isOwn: false,
        message: { ...message, key: message.id },
      } as const;
      stdout.write(`${json ? plainJson({ ...message, username }) : lineAsText(line)}\n`);
    }
  } finally {
    await end();
  }
}

async function lastMessages(
  api: ChatApi,
  { room, limit, before }: { readonly room: string; readonly limit: number; readonly before?: number },
): Promise<Message[]> {
  const messages: Message[] = [];
  let edge = before;
  while (messages.length < limit) {
    const page = await api.messages(room, {
      limit: Math.min(pageMax, limit - messages.length),
      ...(edge !== undefined && { before: edge }),
    });
    messages.unshift(...page.messages);
    edge = page.messages[0]?.seq;
    if (!page.hasBefore || edge === undefined) break;
  }
  return messages;
}
