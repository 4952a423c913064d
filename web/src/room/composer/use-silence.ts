import type { Room } from "@parley/protocol/room";
import { useUser } from "../../app/session.tsx";
import { formatPoint } from "../../i18n/format-moment.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useNow } from "../../i18n/use-now.ts";
import { useMembers } from "../../people/use-people.ts";

/** Why the person may not write in a room just now; undefined while they may. */
export function useSilence(room: Room): string | undefined {
  const { t, locale } = useI18n();
  const now = useNow();
  const viewer = useUser().id;
  const { data: members } = useMembers(room.id);
  if (room.archived) return t("composer.archived");
  const until = members?.find(({ user }) => user.id === viewer)?.mutedUntil;
  if (until === undefined || Date.parse(until) <= now.getTime()) return undefined;
  return t("composer.muted", { moment: formatPoint(locale, new Date(until), now) });
}
