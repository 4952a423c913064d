import type { Room } from "@parley/protocol/room";

/**
 * The rooms whose name holds what was typed: first those that begin with it, then those with a word that does,
 * then the rest, each in the given order. Without anything typed those with unread messages come first.
 */
export function rankRooms(rooms: readonly Room[], typed: string, locale: string): Room[] {
  const wanted = typed.trim().toLocaleLowerCase(locale);
  if (wanted === "") return rooms.toSorted((one, other) => Number(other.unread > 0) - Number(one.unread > 0));
  const rank = ({ name }: Room): number => {
    const at = ` ${name.toLocaleLowerCase(locale)}`;
    if (at.startsWith(` ${wanted}`)) return 0;
    if (at.includes(` ${wanted}`)) return 1;
    return at.includes(wanted) ? 2 : 3;
  };
  return rooms.filter((room) => rank(room) < 3).toSorted((one, other) => rank(one) - rank(other));
}
