import type { Room } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import { findPublicRooms, getDirectRoom, getRoom } from "../http/rooms.ts";
import { ParleyError } from "../parley-error.ts";
import { CommandFailure, exitCodes } from "./command-failure.ts";

/**
 * The room that a person means: by id, by name (however written), or `@username` for the conversation of two.
 *
 * @throws {CommandFailure} when there is none, or several of that name.
 */
export async function findRoom(chat: Chat, meant: string): Promise<Room> {
  if (meant.startsWith("@")) return findDirectRoom(chat, meant.slice(1));
  return only(await chat.api.rooms(), meant, "You are in no room");
}

/** A public room to join, in the same way, or one that the person is in already. */
export async function findPublicRoom(chat: Chat, meant: string): Promise<Room> {
  if (/^rom_\w+$/.test(meant)) return getRoom(chat, meant);
  const [open, own] = await Promise.all([findPublicRooms(chat, { q: meant }), chat.api.rooms()]);
  const others = open.filter(({ id }) => !own.some((room) => room.id === id));
  return only([...own, ...others], meant, "There is no public room");
}

async function findDirectRoom(chat: Chat, username: string): Promise<Room> {
  try {
    return await getDirectRoom(chat, username);
  } catch (thrown) {
    if (!(thrown instanceof ParleyError) || !("user" in thrown.fields)) throw thrown;
    throw new CommandFailure(exitCodes.refused, `Nobody here is called @${username}.`, "not_found");
  }
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
