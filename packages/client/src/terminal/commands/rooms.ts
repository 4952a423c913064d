import type { Room } from "@parley/protocol";
import { findPublicRooms } from "../../http/rooms.ts";
import { openSession } from "../open-session.ts";
import { plainJson, plainLine } from "../output/plain-text.ts";
import { textTable } from "../output/text-table.ts";
import type { CommandInput } from "../run.ts";
import type { Surroundings } from "../surroundings.ts";

/** Lists the person's rooms, or public ones. */
export async function listRooms(
  { env, stdout }: Surroundings,
  { command, url, json }: CommandInput<"rooms">,
): Promise<void> {
  const { chat, end } = await openSession({ env }, url);
  try {
    const { query } = command;
    const found = command.isPublic
      ? await findPublicRooms(chat, query === undefined ? {} : { q: query })
      : (await chat.api.rooms()).filter((room) => matches(room, query));
    if (json) stdout.write(found.map((room) => `${plainJson(room)}\n`).join(""));
    else if (found.length === 0) stdout.write("No rooms.\n");
    else stdout.write(textTable([header, ...found.map(row)], stdout.isTTY ? stdout.columns : undefined));
  } finally {
    await end();
  }
}

const header = ["ROOM", "KIND", "UNREAD", "PEOPLE", "ID", "TOPIC"];

function row(room: Room): string[] {
  const unread = room.mentions > 0 ? `${room.unread} (@${room.mentions})` : String(room.unread);
  return [
    plainLine(room.name),
    room.kind,
    room.role === null ? "-" : unread,
    String(room.memberCount),
    room.id,
    plainLine(room.topic),
  ];
}

function matches({ name, topic }: Room, query = ""): boolean {
  return `${name}\n${topic}`.toLocaleLowerCase().includes(query.toLocaleLowerCase());
}
