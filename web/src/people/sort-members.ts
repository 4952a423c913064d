import type { Member } from "@parley/protocol/room";
import { fullName } from "./person-name.ts";

/** Who looks is there, whatever the service has heard of it yet. */
export function isThere({ online, user }: Member, viewer: string): boolean {
  return online || user.id === viewer;
}

/** Those who are there first, then by name, as the language sorts. Does not change its input. */
export function sortMembers(
  members: readonly Member[],
  { locale, viewer }: { readonly locale: string; readonly viewer: string },
): Member[] {
  const collator = new Intl.Collator(locale, { sensitivity: "base", numeric: true });
  return members.toSorted(
    (one, other) =>
      Number(isThere(other, viewer)) - Number(isThere(one, viewer)) ||
      collator.compare(fullName(one.user), fullName(other.user)),
  );
}
