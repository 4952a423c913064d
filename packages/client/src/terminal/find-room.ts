import type { Room } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import { findPublicRooms, getDirectRoom, getRoom } from "../http/rooms.ts";
import { CommandFailure, exitCodes } from "./command-failure.ts";

/**
 * The room that a person means: by id, by name (however written), or `@username` for the conversation of two.
 *
 * @throws {CommandFailure} when there is none, or several of that name.
 */
export async function findRoom(chat: Chat, meant: string): Promise<Room> {
  if (meant.startsWith("@")) return getDirectRoom(chat, meant.slice(1));
  return only(await chat.api.rooms(), meant, "You are in no room");
}

/** A public room to join, in the same way. */
export async function findPublicRoom(chat: Chat, meant: string): Promise<Room> {
  if (/^rom_\w+$/.test(meant)) return getRoom(chat, meant);
  return only(await findPublicRooms(chat, { q: meant }), meant, "There is no public room");
}

function only(rooms: readonly Room[], meant: string, otherwise: string): Room {
  const byId = rooms.find((room) => room.id === meant);
  if (byId !== undefined) return byId;
  const wanted = folded(meant);
  const [room, second] = rooms.filter(({ name }) => folded(name) === wanted);
  if (room === undefined)
    throw new CommandFailure(exitCodes.refused, `${otherwise} "${meant}".`, "not_found");
  if (second !== undefined) {
    throw new CommandFailure(
      exitCodes.usage,
      `Several rooms are called "${meant}": say which by its id, from \`parley rooms\`.`,
      "conflict",
    );
  }
  return room;
}

function folded(name: string): string {
  return name.normalize("NFKC").trim().toLocaleLowerCase("en").replace(/^#/, "");
}
