import type { Room } from "@parley/protocol/room";
import type { Translate } from "../i18n/catalogue.ts";

/** What a room is called; a direct one may have no name of its own. */
export function roomTitle(t: Translate, room: Pick<Room, "name">): string {
  return room.name.trim() === "" ? t("room.direct") : room.name;
}
