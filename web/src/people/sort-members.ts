import type { Member } from "@parley/protocol/room";
import { fullName } from "./person-name.ts";

/** Those who are there first, then by name, as the language sorts. Does not change its input. */
export function sortMembers(members: readonly Member[], locale: string): Member[] {
  const collator = new Intl.Collator(locale, { sensitivity: "base", numeric: true });
  return members.toSorted(
    (one, other) =>
      Number(other.online) - Number(one.online) || collator.compare(fullName(one.user), fullName(other.user)),
  );
}
