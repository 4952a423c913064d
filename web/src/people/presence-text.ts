import type { PublicUser } from "@parley/protocol/user";
import { formatAgo } from "../i18n/format-moment.ts";
import type { I18n } from "../i18n/i18n.tsx";

/** Whether somebody is there, in words: online, or when they were seen last. A bot is neither. */
export function presenceText(
  { t, locale }: I18n,
  { online, lastSeenAt, bot }: Pick<PublicUser, "online" | "lastSeenAt" | "bot">,
  now: Date,
): string {
  if (bot === true) return t("person.bot");
  if (online === true) return t("person.online");
  if (!lastSeenAt) return t("person.offline");
  return t("person.seen", { ago: formatAgo(locale, new Date(lastSeenAt), now) });
}
