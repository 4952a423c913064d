import * as rooms from "../../http/rooms.ts";
import { findPublicRoom } from "../find-room.ts";
import { openSession } from "../open-session.ts";
import { plainJson, plainLine } from "../output/plain-text.ts";
import type { CommandInput } from "../run.ts";
import type { Surroundings } from "../surroundings.ts";

/** Joins a public room. Who is in it already stays so. */
export async function joinRoom(
  { env, stdout }: Surroundings,
  { command, url, json }: CommandInput<"join">,
): Promise<void> {
  const { chat, end } = await openSession({ env }, url);
  try {
    const found = await findPublicRoom(chat, command.room);
    const room = found.role === null ? await rooms.joinRoom(chat, found.id) : found;
    stdout.write(json ? `${plainJson(room)}\n` : `You are in ${plainLine(room.name)}.\n`);
  } finally {
    await end();
  }
}
