import type { Member } from "@parley/protocol/room";
import { fullName } from "./person-name.ts";

/**
 * Those who are there first, then by name, as the language sorts. Who looks is there, whatever the service has heard
 * of it yet. Does not change its input.
 */
export function sortMembers(
  members: readonly Member[],
  { locale, viewer }: { readonly locale: string; readonly viewer: string },
): Member[] {
  const isThere = ({ online, user }: Member) => online || user.id === viewer;
  const collator = new Intl.Collator(locale, { sensitivity: "base", numeric: true });
  return members.toSorted(
    (one, other) =>
      Number(isThere(other)) - Number(isThere(one)) ||
      collator.compare(fullName(one.user), fullName(other.user)),
  );
}
